/** Runs in the browser: asks for the status every second and makes the page say it. */
import type { ProverStatus } from '../../status.ts';
import { type Node, viewOf } from './view.ts';

/** The little of the browser that is used. */
interface Element {
  readonly tagName: string;
  readonly childNodes: ArrayLike<ChildNode>;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  append(child: ChildNode): void;
}
interface ChildNode {
  readonly nodeType: number;
  textContent: string | null;
  remove(): void;
  replaceWith(child: ChildNode): void;
}
interface Page {
  createElement(tag: string): Element & ChildNode;
  createTextNode(text: string): ChildNode;
  getElementById(id: string): (Element & ChildNode) | null;
}

const EVERY_MS = 1000;
const TEXT_NODE = 3;
/** What the reader opens and shuts. */
const READERS = 'open';

declare const document: Page;

let last: { readonly status: ProverStatus; readonly atMs: number } | undefined;
let askedMs = Date.now();

async function ask(): Promise<void> {
  try {
    const response = await fetch('status', { headers: { accept: 'application/json' } });
    if (response.ok) last = { status: (await response.json()) as ProverStatus, atMs: Date.now() };
  } catch {
    // The page says how long it has been silent.
  }
  askedMs = Date.now();
}

function show(): void {
  if (last === undefined) return;
  const { status, atMs } = last;
  const silentSec = Math.floor((Date.now() - atMs) / 1000);
  const nowSec = status.nowSec + silentSec;
  const { alarms, main } = viewOf(status, { nowSec, silentSec });
  patchChildren(document.getElementById('alarms')!, [alarms]);
  patchChildren(document.getElementById('main')!, [main]);
}

async function tick(): Promise<void> {
  if (Date.now() - askedMs >= EVERY_MS || last === undefined) await ask();
  show();
  setTimeout(() => void tick(), EVERY_MS / 2);
}

/** Changes only what differs, so that what was opened, focused or selected stays. */
function patchChildren(parent: Element, wanted: Node['children']): void {
  for (let at = parent.childNodes.length - 1; at >= wanted.length; at--) {
    parent.childNodes[at].remove();
  }
  for (const [at, child] of wanted.entries()) {
    const present = at < parent.childNodes.length ? parent.childNodes[at] : undefined;
    if (present === undefined) parent.append(make(child));
    else patch(present, child);
  }
}

function patch(present: ChildNode, wanted: Node | string): void {
  if (typeof wanted === 'string') {
    if (present.nodeType !== TEXT_NODE) present.replaceWith(make(wanted));
    else if (present.textContent !== wanted) present.textContent = wanted;
    return;
  }
  const element = present as Element & ChildNode;
  const isSame = present.nodeType !== TEXT_NODE && element.tagName.toLowerCase() === wanted.tag;
  if (!isSame) return present.replaceWith(make(wanted));
  for (const [name, value] of Object.entries(wanted.attributes)) {
    if (name !== READERS && element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  for (const { name } of Array.from(element.attributes)) {
    if (name !== READERS && !(name in wanted.attributes)) element.removeAttribute(name);
  }
  patchChildren(element, wanted.children);
}

function make(wanted: Node | string): ChildNode {
  if (typeof wanted === 'string') return document.createTextNode(wanted);
  const element = document.createElement(wanted.tag);
  for (const [name, value] of Object.entries(wanted.attributes)) element.setAttribute(name, value);
  for (const child of wanted.children) element.append(make(child));
  return element;
}

void tick();
