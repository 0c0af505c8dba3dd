import type { Field, Fields } from '../../protocol/layout.ts';

export interface PlacedField {
  readonly name: string;
  readonly offset: number;
  readonly field: Field;
}

/** Fields with their byte offsets, in order. */
export function place(fields: Fields): PlacedField[] {
  let offset = 0;
  return Object.entries(fields).map(([name, field]) => {
    const placed = { name, offset, field };
    offset += sizeOf(field);
    return placed;
  });
}

export function sizeOf(field: Field): number {
  return field.type === 'array' ? field.count * sizeOfFields(field.item) : field.bytes;
}

export function sizeOfFields(fields: Fields): number {
  return Object.values(fields).reduce((sum, field) => sum + sizeOf(field), 0);
}

export function capitalize(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/** `positions` of `{code}` is accessed as `positionCode`; an item with one field drops the field's name. */
export function elementName(array: string, item: string, single: boolean): string {
  const one = array.replace(/s$/, '');
  return single ? one : one + capitalize(item);
}

export function screaming(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
