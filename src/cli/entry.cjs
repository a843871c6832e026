#!/usr/bin/env node
// What is run: looks at Node's version, in words that Node 10 understands, before it loads the
// command line. As it stands, it is a script and a module alike, so that it runs with a
// package.json beside it and without.
const least = 'LEAST_NODE'.split('.');
const here = process.versions.node.split('.');
const older = Number(here[0]) - Number(least[0]) || Number(here[1]) - Number(least[1]);
if (older < 0) {
  process.stderr.write(
    `Saddlescape needs Node ${least.join('.')} or newer; this is Node ${here.join('.')}.\n`,
  );
  process.exitCode = 2;
} else {
  // @ts-expect-error: The build puts it beside this file.
  import('./command.mjs').catch((error) => {
    const missing = error.code === 'ERR_MODULE_NOT_FOUND';
    process.stderr.write(
      missing
        ? 'The file command.mjs is missing; it belongs beside saddlescape.js.\n'
        : `${error.stack}\n`,
    );
    process.exitCode = 1;
  });
}
