import { cpus, totalmem } from 'node:os';
import { benches } from './benches.ts';
import { formatFigures, isReached, type Figure } from './figure.ts';

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in benches));
if (unknown !== undefined) {
  console.error(`there is no bench \`${unknown}\`; give any of ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const figures: Figure[] = [];
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  console.error(`bench ${name} …`);
  figures.push(...(await benches[name]!()));
}
const processors = cpus();
const memoryGb = (totalmem() / 1e9).toFixed(0);
console.log(
  `${process.platform} ${process.arch}, ${processors.length} × ${processors[0]?.model ?? 'CPU'}, ` +
    `${memoryGb} GB, Node ${process.versions.node}\n`,
);
console.log(formatFigures(figures));
process.exitCode = figures.every(isReached) ? 0 : 1;
