/** docs/scenarios.md: the tests of test/scenarios as tables, read from their source. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

export const SCENARIOS_DOC = 'docs/scenarios.md';

interface Row {
  readonly area: string;
  readonly name: string;
  readonly happens: string;
  readonly protects: string;
  readonly file: string;
}

const STRING = String.raw`(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")`;
const DECLARATION = new RegExp(
  String.raw`scenario\(\s*'(\w+)',\s*\{\s*happens:\s*${STRING},\s*protects:\s*${STRING}`,
  'g',
);

/** @throws where a scenario is declared in a way that this does not read, or twice */
export function scenariosDoc(root = '.'): string {
  const files = globSync('test/scenarios/*/*.test.ts', { cwd: root }).toSorted();
  const rows = files.flatMap((file) => rowsOf(file, readFileSync(`${root}/${file}`, 'utf8')));
  const names = rows.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`the scenario ${twice} is declared twice`);
  const areas = [...new Set(rows.map(({ area }) => area))];
  const tables = areas.map((area) =>
    tableOf(
      area,
      rows.filter((row) => row.area === area),
    ),
  );
  return `# Scenarios

Each row is a test on the real contracts, most of them with real provers: \`npm test -- test/scenarios -t NAME\`. After every one of them the bridge
must cover what it holds for accounts, and the rollup's ether must be exactly what it owes. Written by \`npm run generate\` from the tests.

${tables.join('\n')}`;
}

function rowsOf(file: string, text: string): Row[] {
  const area = basename(dirname(file));
  const rows = [...text.matchAll(DECLARATION)].map(
    ([, name, happens1, happens2, protects1, protects2]) => ({
      area,
      name,
      happens: happens1 ?? happens2,
      protects: protects1 ?? protects2,
      file,
    }),
  );
  const declared = text.match(/\bscenario\(/g)?.length ?? 0;
  if (rows.length !== declared) {
    throw new Error(`${file} declares ${declared} scenarios, ${rows.length} of them readably`);
  }
  return rows;
}

function tableOf(area: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ name, happens, protects, file }) =>
      `| [\`${name}\`](../${file}) | ${unescaped(happens)} | ${unescaped(protects)} |`,
  );
  const title = `${area[0].toUpperCase()}${area.slice(1)}`;
  return [
    `## ${title}`,
    '',
    '| scenario | what happens | what holds |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1').replaceAll('|', '\\|');
}

if (import.meta.main) writeFileSync(SCENARIOS_DOC, scenariosDoc());
