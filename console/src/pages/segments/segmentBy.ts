/** The address at which a segment is made, to begin with a rule. The rule stands in the fragment, which is sent to nobody. */
export const segmentBy = (rule: string): string => `/segments/new#${encodeURIComponent(rule)}`;
