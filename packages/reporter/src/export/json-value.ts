import {
  DuckDBDoubleType,
  DuckDBFloatType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
} from '@duckdb/node-api';
import { sqlName, sqlText } from '@sluice/core';
import type { TableColumn } from './results-table.ts';

/**
 * SQL of a column as DuckDB turns it into JSON, with null in the place of each NaN and infinity, at any depth.
 * JSON has neither: DuckDB writes them all the same, and no other reader takes that.
 */
export function sqlJsonValue({ name, shape }: TableColumn): string {
  return sqlFinite(sqlName(name), shape);
}

/** The same as text, for a format that holds no lists and objects. */
export function sqlJsonText(column: TableColumn): string {
  return `to_json(${sqlJsonValue(column)})::VARCHAR`;
}

/** @param depth - of lists around the value, so that each has another name for its items */
function sqlFinite(value: string, type: DuckDBType, depth = 0): string {
  if (!hasFraction(type)) return value;
  if (isFraction(type)) return `CASE WHEN isfinite(${value}) THEN ${value} END`;
  if (type instanceof DuckDBStructType) {
    const fields = type.entryTypes.map((field, index) => {
      const entry = `struct_extract_at(${value}, ${index + 1})`;
      return `${sqlText(type.entryNames[index] ?? '')}, ${sqlFinite(entry, field, depth)}`;
    });
    return `CASE WHEN ${value} IS NOT NULL THEN json_object(${fields.join(', ')}) END`;
  }
  if (type instanceof DuckDBMapType) {
    const values = sqlFiniteList(`map_values(${value})`, type.valueType, depth);
    return `CASE WHEN ${value} IS NOT NULL THEN map(map_keys(${value}), ${values}) END`;
  }
  return sqlFiniteList(value, (type as DuckDBListType).valueType, depth);
}

function sqlFiniteList(list: string, item: DuckDBType, depth: number): string {
  const name = `item_${depth}`;
  return `list_transform(${list}, lambda ${name}: ${sqlFinite(name, item, depth + 1)})`;
}

/** Of the types that a Parquet file has. */
function hasFraction(type: DuckDBType): boolean {
  if (type instanceof DuckDBStructType) return type.entryTypes.some(hasFraction);
  const isFilled = type instanceof DuckDBListType || type instanceof DuckDBMapType;
  return isFilled ? hasFraction(type.valueType) : isFraction(type);
}

function isFraction(type: DuckDBType): boolean {
  return type instanceof DuckDBFloatType || type instanceof DuckDBDoubleType;
}
