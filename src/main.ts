// Comes first: all other files are imported later, because an old Node cannot parse them.
import '../bin/require-node.cjs';
import { enableCompileCache } from 'node:module';

// Keeps compiled code in the system's temporary folder for the next start. It applies to modules imported after this
// line, so all are imported dynamically. It halves the time to readiness (`npm run bench -- start`).
enableCompileCache();

const { runCommandLine } = await import('./cli/command-line.ts');
await runCommandLine(process.argv.slice(2));
