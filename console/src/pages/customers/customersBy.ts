/** The address of the list of customers whom a rule holds for. It stands in the fragment, which is sent to nobody. */
export const customersBy = (rule: string): string => `/customers#${encodeURIComponent(rule)}`;

/** The rule that the address asks for. */
export const askedRule = (): string => decodeURIComponent(location.hash.slice(1));
