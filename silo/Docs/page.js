// Shows /openapi/v1.json. All text goes in as text, never as HTML.
const make = (tag, text, ...children) => {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  node.append(...children);
  return node;
};
const resolve = (spec, value) => value?.$ref ? value.$ref.slice(2).split('/').reduce((at, name) => at?.[name], spec) : value;
const kind = schema => [schema.type ?? 'any'].flat().filter(type => type !== 'null').join(' or ') + (schema.format ? ` (${schema.format})` : '');

function shape(spec, schema, indent = '', seen = []) {
  const known = schema?.oneOf?.find(one => one.type !== 'null') ?? schema;
  const target = resolve(spec, known);
  if (!target || seen.includes(target)) return '…';
  const next = [...seen, target];
  if (target.properties) {
    const lines = Object.entries(target.properties).map(([name, value]) => {
      const note = resolve(spec, value)?.description ?? value.description;
      return `${indent}  "${name}": ${shape(spec, value, indent + '  ', next)}${note ? `  // ${note}` : ''}`;
    });
    return `{\n${lines.join('\n')}\n${indent}}`;
  }
  return target.items ? `[ ${shape(spec, target.items, indent, next)} ]` : kind(target);
}

function content(spec, media) {
  const [type, value] = Object.entries(media ?? {})[0] ?? [];
  return value?.schema ? [make('pre', `${type}\n${shape(spec, value.schema)}`)] : [];
}

function table(rows, head) {
  const row = (cells, tag) => make('tr', '', ...cells.map(cell => make(tag, cell)));
  return make('table', '', row(head, 'th'), ...rows.map(cells => row(cells, 'td')));
}

function call(spec, path, method, operation) {
  const box = make('details', '', make('summary', '', Object.assign(make('span', method.toUpperCase()), { className: 'method' }),
    make('code', path), ` ${operation.summary ?? ''}`));
  if (operation.description) box.append(make('p', operation.description));
  const parameters = (operation.parameters ?? []).map(one => resolve(spec, one));
  if (parameters.length) box.append(table(parameters.map(one => [one.name, one.in, one.description ?? '']), ['Parameter', 'In', 'Meaning']));
  if (operation.requestBody) box.append(make('h4', 'Body'), ...content(spec, resolve(spec, operation.requestBody).content));
  box.append(make('h4', 'Answers'));
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    const found = resolve(spec, answer);
    box.append(make('p', `${status} ${found.description ?? ''}`), ...(status < 300 ? content(spec, found.content) : []));
  }
  return box;
}

async function show() {
  const spec = await (await fetch('/openapi/v1.json')).json();
  document.getElementById('about').textContent = spec.info.description;
  const sections = new Map();
  for (const [path, methods] of Object.entries(spec.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'Other';
      if (!sections.has(tag)) sections.set(tag, make('section', '', Object.assign(make('h2', tag), { id: tag })));
      sections.get(tag).append(call(spec, path, method, operation));
    }
  }
  document.getElementById('tags').append(...[...sections.keys()].map(tag => Object.assign(make('a', tag), { href: `#${tag}` })));
  const problem = spec.components?.schemas?.Problem;
  const errors = make('section', '', make('h2', 'Errors'), make('p', 'Every error is an RFC 9457 problem, application/problem+json:'));
  if (problem) errors.append(make('pre', shape(spec, problem)));
  document.getElementById('calls').append(...sections.values(), errors);
}

show();
