/** Ways through the model, in words. */
import type { Move } from './moves.ts';
import { HONEST } from './rules.ts';
import type { Event } from './world.ts';

export function describeTrace(events: readonly Event[]): string[] {
  return events.flatMap(describeEvent);
}

function describeEvent(event: Event): string[] {
  switch (event.type) {
    case 'turn':
      return event.moves.map(describeMove);
    case 'answer':
    case 'call':
      return [describeMove(event.move)];
    case 'collapse':
      return [`history ${event.history} collapses`];
    case 'show':
      return [`node ${event.node} is shown`];
    default:
      return [
        `${event.seconds} s pass${event.isCensored ? ', the honest player is censored' : ''}`,
      ];
  }
}

function describeMove({ type, by, ...rest }: Move): string {
  return [by === HONEST ? 'honest' : 'liars', type, ...Object.values(rest)].join(' ');
}
