/** The address of the list of customers whom a rule holds for. It stands in the fragment, which is sent to nobody. */
export const customersBy = (rule: string): string => (rule ? `/customers#${encodeURIComponent(rule)}` : '/customers');

/** The rule that the address asks for. */
export function askedRule(): string {
  const fragment = location.hash.slice(1);
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment; // typed by hand, with a % of its own
  }
}
