import { access } from 'node:fs/promises';

/** A dataset's file, and the sheet of it that was asked for. */
export interface SheetLocation {
  readonly path: string;
  readonly sheet: string | null;
}

/** Parts `companies.xlsx#Sheet`; a file whose own name has a `#` comes first. */
export async function splitSheet(location: string): Promise<SheetLocation> {
  const at = location.lastIndexOf('#');
  if (at < 0 || (await exists(location))) return { path: location, sheet: null };
  return { path: location.slice(0, at), sheet: location.slice(at + 1) };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
