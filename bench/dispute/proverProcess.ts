/** A prover as a process of its own, that tells its story to whoever started it. */
import { startProver } from '../../prover/main.ts';
import type { ProverEvent, ProverOptions } from '../../prover/options.ts';

/** An event and when it was told, in ms since 1970. */
export interface Told {
  readonly atMs: number;
  readonly event: ProverEvent;
}

process.on('disconnect', () => process.exit());
process.once('message', (options: ProverOptions) => {
  const onEvent = (event: ProverEvent): void => {
    process.send!({ atMs: Date.now(), event } satisfies Told);
  };
  const log = { info: () => {}, warn: say, error: say };
  void startProver({ ...options, onEvent, log }).then((prover) => {
    process.once('message', () => void prover.stop().then(() => process.exit()));
  });
});

function say(_fields: object, message: string): void {
  process.stderr.write(`prover: ${message}\n`);
}
