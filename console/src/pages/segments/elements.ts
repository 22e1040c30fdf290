/** Parts of the rule language to begin with, by what they speak of. */
export const elements = {
  who: {
    field: 'country = "BR"',
    oneOf: 'rfm in ("Champions", "Loyal Customers")',
    figure: 'orders >= 2 and revenue > 100',
    seen: 'lastSeen more than 30 days ago',
    trait: 'traits.plan = "gold"',
    steady: 'rfm has been "At Risk" for less than 7 days',
    top: 'top 10 % by revenue',
    birthday: 'birthday in the next 7 days',
  },
  did: {
    event: 'did "Product Viewed" in the last 7 days',
    often: 'did "Product Viewed" at least 3 times in the last 7 days',
    where: 'did "Order Completed" where total >= 100',
    not: 'not did "Order Completed" in the last 30 days',
    firstTime: 'did "Order Completed" for the first time this month',
    recency: 'last "Order Completed" more than 60 days ago',
  },
  more: {
    sequence: 'did "Product Viewed" then "Order Completed" within 2 days',
    missing: 'did "Product Added" then not "Order Completed" within 2 hours',
    sum: 'sum total of "Order Completed" in the last 90 days >= 500',
    distinct: 'count distinct category of "Product Viewed" in the last 30 days >= 3',
    same: 'same product_id of "Product Viewed" at least 3 times in the last 7 days',
  },
  other: {
    tag: 'has tag "wholesale"',
    consent: 'consent email = granted',
    receive: 'can receive email',
    message: 'opened any message in the last 14 days',
  },
} as const;

type Groups = typeof elements;

export type ElementName = { [G in keyof Groups]: keyof Groups[G] }[keyof Groups];

/** A rule that asks for what the rule asks for, and for the example as well. */
export function withElement(rule: string, example: string): string {
  const before = rule.trim();
  if (before === '') {
    return example;
  }

  const outside = before.replace(/"(\\.|[^"\\])*"/g, '""');
  return `${/\bor\b/i.test(outside) ? `(${before})` : before}\nand ${example}`;
}
