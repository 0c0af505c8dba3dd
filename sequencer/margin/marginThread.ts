import { parentPort } from 'node:worker_threads';

import { type MarginJob, MarginWork } from './work.ts';

const work = new MarginWork();

parentPort!.on('message', (job: MarginJob) => parentPort!.postMessage(work.run(job)));
