// npm run tenor -- <command>: each file of scripts/commands/ registers one.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Command } from 'commander';

const program = new Command('tenor')
  .description('Parts of Tenor, each as a process of its own')
  .showHelpAfterError();

const folder = join(import.meta.dirname, 'commands');
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort()) {
  const { register } = (await import(pathToFileURL(join(folder, file)).href)) as {
    register: (program: Command) => void;
  };
  register(program);
}

await program.parseAsync();
