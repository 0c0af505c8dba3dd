/** Proofs by solc's SMTChecker with its built-in z3: assertions, overflow, division by zero, for all arguments. */
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

import solc from 'solc';

export interface Proved {
  /** Properties that hold for all values. */
  readonly proved: number;
  /** What does not hold, or could not be decided, in the checker's words. */
  readonly unproved: readonly string[];
}

interface Finding {
  readonly severity: string;
  readonly message: string;
  readonly formattedMessage: string;
}

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = 'test/proofs';
const TARGETS = ['assert', 'overflow', 'underflow', 'divByZero'];
const IMPORT = /^import \{([^}]*)\} from "([^"]+)";\n/gm;

/**
 * Functions without loops, each by itself: bounded model checking is complete for them. No time limit is set, because the
 * compiler's z3 cannot start the thread that one takes.
 * @param overlay sources to read instead of those on disk, by path
 */
export function prove(contract: string, overlay: Readonly<Record<string, string>> = {}): Proved {
  const read = (file: string): string => overlay[file] ?? readFileSync(join(ROOT, file), 'utf8');
  const content = withWhatItImports(read(`${FOLDER}/${contract}.sol`), read);
  const input = {
    language: 'Solidity',
    sources: { proof: { content } },
    settings: {
      modelChecker: {
        engine: 'bmc',
        targets: TARGETS,
        contracts: { proof: [contract] },
        showProvedSafe: true,
        showUnproved: true,
      },
      outputSelection: { '*': { '*': [] } },
    },
  };
  const { compile } = solc as { compile: (input: string) => string };
  const { errors = [] } = JSON.parse(compile(JSON.stringify(input))) as { errors?: Finding[] };
  const fault = errors.find(({ severity }) => severity === 'error');
  if (fault !== undefined) throw new Error(fault.formattedMessage);
  const findings = errors.filter(({ message }) => message.startsWith('BMC: '));
  const isProved = ({ message }: Finding): boolean => message.includes('is safe');
  return {
    proved: findings.filter(isProved).length,
    unproved: findings.filter((finding) => !isProved(finding)).map((each) => each.formattedMessage),
  };
}

/** One source with the very text of what is imported, and nothing else of those files, which the checker chokes on. */
function withWhatItImports(source: string, read: (file: string) => string): string {
  const slices = [...source.matchAll(IMPORT)].flatMap(([, names, path]) => {
    const text = read(normalize(`${FOLDER}/${path}`));
    return names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => sliceOf(text, { name, path }));
  });
  return [source.replaceAll(IMPORT, ''), ...slices].join('\n');
}

function sliceOf(text: string, { name, path }: { name: string; path: string }): string {
  const block = new RegExp(String.raw`^(?:function ${name}\(|library ${name} \{)[^]*?^\}$`, 'm');
  const constant = new RegExp(String.raw`^\w+ constant ${name} = [^;]*;$`, 'm');
  const found = block.exec(text) ?? constant.exec(text);
  if (found === null) throw new Error(`${path} has no ${name}`);
  return found[0];
}
