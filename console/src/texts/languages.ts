export const languages = { en: 'English', 'pt-BR': 'Português (Brasil)', it: 'Italiano', hr: 'Hrvatski' } as const;

export type Language = keyof typeof languages;

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };

/** The texts of a page in every language: a missing or surplus key does not build. */
export const inAll = <T>(en: T, pt: NoInfer<Same<T>>, it: NoInfer<Same<T>>, hr: NoInfer<Same<T>>): Record<Language, Same<T>> => ({ en: en as Same<T>, 'pt-BR': pt, it, hr });
