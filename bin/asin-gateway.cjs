#!/usr/bin/env node
'use strict';
require('./require-node.cjs');

// A checkout runs its sources. Node does not run TypeScript inside node_modules, so a package contains them compiled.
const fs = require('node:fs');
const path = require('node:path');

if (fs.existsSync(path.join(__dirname, '../src/main.ts'))) void import('../src/main.ts');
else void import('../dist/main.js');
