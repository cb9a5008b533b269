import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, sqlName, sqlText } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import { oversizedCell } from './check-cell.ts';
import { checkColumns } from './check-columns.ts';
import { type DatasetColumn, sourceColumns } from './dataset.ts';
import { type CellLimits, rowPlace } from './table.ts';
