import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

// For colour only: what a rule means, and whether it is one, the silo says.
const logic = words('and or not everyone');
const units = words('second seconds minute minutes hour hours day days week weeks month months year years');
const keywords = words(`
  in contains starts ends with matches is known unknown between more less than ago the next before after has tag list consent for granted denied
  can receive top by did any of page screen at least most exactly time times ever last since today this where first sum average min max count distinct
  same then within opened clicked received bounced unsubscribed from message link submitted form been segment entered left journey true false`);

const name = /^[\p{L}_$][\p{L}\p{N}_$]*(\.([\p{L}_$][\p{L}\p{N}_$]*|"(\\.|[^"\\])*"))*/u;

function token(stream: StringStream): string | null {
  if (stream.eatSpace()) {
    return null;
  }

  if (stream.match(/^"(\\.|[^"\\])*"?/)) {
    return 'string';
  }

  if (stream.match(/^\/(\\.|[^/\\])+\/?/)) {
    return 'regexp';
  }

  if (stream.match(/^\d{4}-\d{2}-\d{2}[\w:.+-]*/)) {
    return 'atom';
  }

  if (stream.match(/^-?\d+(\.\d+)?/)) {
    return 'number';
  }

  if (stream.match(/^(!=|<=|>=|[=<>%])/)) {
    return 'operator';
  }

  const word = stream.match(name);
  if (word && word !== true) {
    return ofWord(word[0].toLowerCase());
  }

  stream.next();
  return null;
}

const ofWord = (word: string): string => (logic.has(word) ? 'logic' : units.has(word) ? 'unit' : keywords.has(word) ? 'keyword' : 'field');

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}

const language = StreamLanguage.define({
  name: 'rule',
  token,
  tokenTable: { logic: tags.controlKeyword, unit: tags.unit, field: tags.propertyName },
});

// light-dark follows the page's colour scheme by itself; every pair has a contrast of 4.5 or more on its ground.
const colors = HighlightStyle.define([
  { tag: tags.controlKeyword, color: 'light-dark(#862e9c, #e599f7)', fontWeight: '700' },
  { tag: tags.keyword, color: 'light-dark(#1864ab, #74c0fc)' },
  { tag: tags.propertyName, color: 'var(--mantine-color-text)', fontWeight: '600' },
  { tag: [tags.string, tags.regexp], color: 'light-dark(#2b6a30, #8ce99a)' },
  { tag: [tags.number, tags.unit, tags.atom], color: 'light-dark(#a33b00, #ffc078)' },
  { tag: tags.operator, color: 'light-dark(#495057, #ced4da)' },
]);

export const ruleLanguage = [language, syntaxHighlighting(colors)];
