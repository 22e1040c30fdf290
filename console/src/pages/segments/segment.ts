import type { components } from '../../api/schema';

export type Segment = components['schemas']['SegmentBody'];

/** The id that stands in the address of the page that makes a segment; none may have it. */
export const newId = 'new';

const longest = 64;

/** An id that reads like the name: letters without accents, digits, and hyphens for the rest. */
export const idFrom = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');

// What the silo has addresses of its own for, beside the page.
const taken = [newId, 'preview', 'trends'];

export const isId = (text: string): boolean => new RegExp(`^[a-z0-9_-]{1,${longest}}$`).test(text) && !taken.includes(text);

export const pathOf = (id: string): string => `/segments/${encodeURIComponent(id)}`;
