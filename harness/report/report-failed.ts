/** What went wrong while a report was written and is nobody's mistake, such as a full disk: a sentence with the way out. */
import { SweepFailed, writing } from '../sweep/sweep-failed.ts';

export class ReportFailed extends Error {
  override readonly name = 'ReportFailed';
}

/** Runs what writes `path`. @throws ReportFailed in place of what the system says */
export function writingReport<T>(path: string, action: () => T): T {
  try {
    return writing(path, action);
  } catch (error) {
    if (!(error instanceof SweepFailed)) throw error;
    const reason = error.message.split(';')[0]!;
    throw new ReportFailed(`${reason}; mend that and make the report again with quorum-bench report`);
  }
}
