/** The tables of error codes in docs/api.md, from the two lists that the code uses. */
import { readFileSync, writeFileSync } from 'node:fs';

import { REJECTIONS } from '../../protocol/rejections.ts';
import { REFUSALS } from '../../sequencer/rejections.ts';

export const API_DOC = 'docs/api.md';
const BEGIN = '<!-- error codes: written by scripts/generate/errors.ts -->';
const END = '<!-- end of error codes -->';

/** The document with its tables as the code has them. */
export function withErrorTables(text: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${API_DOC} has no place for the error codes`);
  return `${text.slice(0, from)}${BEGIN}\n\n${errorTables()}\n${text.slice(to)}`;
}

function errorTables(): string {
  const rejections = Object.entries(REJECTIONS).map(([name, [code, words]]) =>
    row([code, `\`${name}\``, words]),
  );
  const refusals = Object.entries(REFUSALS).map(([name, [code, status, words]]) =>
    row([code, status, `\`${name}\``, words]),
  );
  return [
    'Rejections by the rules of the exchange. The HTTP status is 422.',
    '',
    row(['code', 'name', 'meaning']),
    '|---|---|---|',
    ...rejections,
    '',
    'Refusals by the sequencer: these never reached the protocol.',
    '',
    row(['code', 'HTTP', 'name', 'meaning']),
    '|---|---|---|---|',
    ...refusals,
    '',
  ].join('\n');
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

if (import.meta.main) {
  writeFileSync(API_DOC, withErrorTables(readFileSync(API_DOC, 'utf8')));
}
