import { openPageArchive } from '../warc-archive.ts';
import { pageToArchive } from './page-to-archive.ts';

// A process to kill: appends pages to an archive without end, and names each one once it is synced.
const [runsFolder, folder] = process.argv.slice(2) as [string, string];
const archive = await openPageArchive({ runsFolder, folder, maxFileBytes: 20_000 });
for (let number = 0; ; number += 1) {
  const text = `page ${number} `.repeat(1 + ((number * 37) % 400));
  try {
    const reference = await archive.append(pageToArchive(`http://a.test/${number}`, text));
    await archive.sync();
    console.log(JSON.stringify({ number, reference }));
  } catch (error) {
    console.log(JSON.stringify({ name: (error as Error).name, ...(error as object) }));
    break;
  }
}
