import * as arrow from 'apache-arrow';
import { sqlName } from '@sluice/core';
import { sqlJsonText } from './json-value.ts';
import { isNested, type TableColumn } from './results-table.ts';

/** How a column of DuckDB becomes one of Arrow. */
export interface ArrowColumn {
  readonly type: arrow.DataType;
  /** SQL that gives values which JavaScript and then Arrow hold without loss. */
  readonly select: string;
}

interface KnownType {
  readonly type: arrow.DataType;
  select(value: string): string;
}

const asIs = (value: string): string => value;

const KNOWN: Readonly<Record<string, KnownType>> = {
  BOOLEAN: { type: new arrow.Bool(), select: asIs },
  TINYINT: { type: new arrow.Int8(), select: asIs },
  SMALLINT: { type: new arrow.Int16(), select: asIs },
  INTEGER: { type: new arrow.Int32(), select: asIs },
  BIGINT: { type: new arrow.Int64(), select: asIs },
  UTINYINT: { type: new arrow.Uint8(), select: asIs },
  USMALLINT: { type: new arrow.Uint16(), select: asIs },
  UINTEGER: { type: new arrow.Uint32(), select: asIs },
  UBIGINT: { type: new arrow.Uint64(), select: asIs },
  FLOAT: { type: new arrow.Float32(), select: asIs },
  DOUBLE: { type: new arrow.Float64(), select: asIs },
  // JavaScript has no date further away than this, and no infinite one.
  DATE: {
    type: new arrow.DateDay(),
    select: (date) =>
      `CASE WHEN isfinite(${date}) AND abs(${date} - DATE '1970-01-01') <= 100000000 THEN ${date} END`,
  },
  'VARCHAR[]': {
    type: new arrow.List(new arrow.Field('item', new arrow.Utf8(), true)),
    select: asIs,
  },
};

/**
 * Chooses the Arrow type for a column. What has no plain counterpart, such as a timestamp, becomes
 * text, and lists of anything but text become JSON text.
 */
export function arrowColumn(column: TableColumn): ArrowColumn {
  const value = sqlName(column.name);
  const known = KNOWN[column.type];
  if (known !== undefined) return { type: known.type, select: known.select(value) };
  const select = isNested(column.type) ? sqlJsonText(column) : `${value}::VARCHAR`;
  return { type: new arrow.Utf8(), select };
}
