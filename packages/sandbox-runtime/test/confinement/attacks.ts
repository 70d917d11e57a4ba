// Attacks in JavaScript, as user code makes them from Python. Each is the body of an async function that is given
// `known` (see canary.ts), and returns the secret, or `known.done` once it did what it must not be able to do.

/** Deno's permissions contain these. */
export const guarded: Readonly<Record<string, string>> = {
  // Files
  "Deno.readTextFile": "return Deno.readTextFile(known.text)",
  "Deno.readFileSync": "return new TextDecoder().decode(Deno.readFileSync(known.text))",
  "Deno.open": "return new Response((await Deno.open(known.text)).readable).text()",
  "Deno.readDir":
    "for await (const entry of Deno.readDir(known.folder)) if (entry.name === 'file.txt') return known.done",
  "Deno.stat": "return (await Deno.stat(known.text)).isFile && known.done",
  "Deno.lstat": "return (await Deno.lstat(known.text)).isFile && known.done",
  "Deno.realPath": "return (await Deno.realPath(known.text)) && known.done",
  "Deno.watchFs": "return Deno.watchFs(known.folder) && known.done",
  "Deno.makeTempFile": "return (await Deno.makeTempFile({ dir: known.folder })) && known.done",
  "Deno.writeTextFile":
    "await Deno.writeTextFile(known.folder + '/written', 'x'); return known.done",
  "Deno.symlink": "await Deno.symlink(known.text, known.folder + '/link'); return known.done",
  "Deno.chdir": "Deno.chdir(known.folder); return known.done",
  "node:fs": "return (await import('node:fs')).readFileSync(known.text, 'utf8')",
  "node:fs/promises": "return (await import('node:fs/promises')).readFile(known.text, 'utf8')",
  "node:fs stream":
    "const { createReadStream } = await import('node:fs'); let all = ''; for await (const part of createReadStream(known.text)) all += part; return all",
  "node:fs openAsBlob": "return (await (await import('node:fs')).openAsBlob(known.text)).text()",
  "node:fs mkdtemp":
    "(await import('node:fs')).mkdtempSync(known.folder + '/made-'); return known.done",
  "process.getBuiltinModule":
    "return process.getBuiltinModule('node:fs').readFileSync(known.text, 'utf8')",
  "createRequire of a file":
    "return (await import('node:module')).createRequire('file:///x.js')(known.json).secret",
  "createRequire of node:fs":
    "return (await import('node:module')).createRequire('file:///x.js')('fs').readFileSync(known.text, 'utf8')",
  "node:sqlite file":
    "const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(known.folder + '/x.db').exec('create table t(a)'); return known.done",
  "node:sqlite attach":
    "const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(':memory:').exec(`attach '${known.folder}/a.db' as a; create table a.t(a)`); return known.done",
  "node:sqlite vacuum into":
    "const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(':memory:').exec(`create table t(a); vacuum into '${known.folder}/v.db'`); return known.done",
  "node:wasi": `
    const { WASI } = await import('node:wasi');
    new WASI({ version: 'preview1', preopens: { '/': known.folder } });
    return known.done`,
  "fetch of a file": "return (await fetch(known.textUrl)).text()",
  // Modules
  "import of a module": "return (await import(known.moduleUrl)).default",
  "import of JSON":
    "return (await import(known.jsonUrl, { with: { type: 'json' } })).default.secret",
  "import of text": "return (await import(known.textUrl, { with: { type: 'text' } })).default",
  "import by a data: module":
    "return (await import(`data:text/javascript,export { default } from '${known.moduleUrl}'`)).default",
  "import by a blob: module": `
    const code = new Blob([\`export { default } from '\${known.moduleUrl}'\`], { type: 'text/javascript' });
    return (await import(URL.createObjectURL(code))).default`,
  // Environment, system, processes
  "Deno.env": "return Deno.env.get('CANARY')",
  "process.env": "return process.env.CANARY",
  "Deno.env.toObject": "return Deno.env.toObject().CANARY",
  "Deno.hostname": "return Deno.hostname() && known.done",
  "Deno.osRelease": "return Deno.osRelease() && known.done",
  "Deno.networkInterfaces": "return Deno.networkInterfaces() && known.done",
  "Deno.systemMemoryInfo": "return Deno.systemMemoryInfo() && known.done",
  "Deno.uid": "return Deno.uid() !== undefined && known.done",
  "node:os": "return (await import('node:os')).userInfo() && known.done",
  "node:inspector":
    "const { Session } = await import('node:inspector'); new Session().connect(); return known.done",
  "Deno.Command":
    "return new TextDecoder().decode((await new Deno.Command('/bin/cat', { args: [known.text] }).output()).stdout)",
  "node:child_process":
    "return (await import('node:child_process')).execFileSync('/bin/cat', [known.text], { env: {} }).toString()",
  "node:child_process shell":
    "return (await import('node:child_process')).execSync('echo $CANARY').toString()",
  "Deno.kill of the parent": "Deno.kill(Deno.ppid, 'SIGCONT'); return known.done",
  "process.kill of the parent": "process.kill(process.ppid, 0); return known.done",
  "Deno.dlopen": "Deno.dlopen('libc.so.6', {}); return known.done",
  "Deno.UnsafePointer": "Deno.UnsafePointer.create(4096n); return known.done",
  "Deno.umask": "return Deno.umask() !== undefined && known.done",
  // Network
  "Deno.connect": `
    const connection = await Deno.connect({ hostname: '127.0.0.1', port: known.port });
    await connection.write(new TextEncoder().encode('x'));
    return new Response(connection.readable).text()`,
  "Deno.listen": "return Deno.listen({ hostname: '127.0.0.1', port: 0 }) && known.done",
  "Deno.listen on a Unix socket":
    "return Deno.listen({ transport: 'unix', path: known.folder + '/socket' }) && known.done",
  "Deno.serve":
    "return Deno.serve({ hostname: '127.0.0.1', port: 0, onListen() {} }, () => new Response('')) && known.done",
  fetch: "return (await fetch(`http://127.0.0.1:${known.port}/`)).text()",
  "fetch of a mapped address":
    "return (await fetch(`http://[::ffff:127.0.0.1]:${known.port}/`)).text()",
  "fetch by a client": `
    const client = Deno.createHttpClient({ proxy: { url: \`http://127.0.0.1:\${known.port}\` } });
    return (await fetch('http://nowhere.invalid/', { client })).text()`,
  EventSource: `
    return new Promise((resolve, reject) => {
      const source = new EventSource(\`http://127.0.0.1:\${known.port}/\`);
      source.onmessage = (event) => { source.close(); resolve(event.data); };
      source.onerror = (event) => { source.close(); reject(new Error(event.message)); };
    })`,
  WebSocket: `
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(\`ws://127.0.0.1:\${known.port}/\`);
      // The server speaks no WebSocket: being answered at all is what it takes.
      socket.onerror = (event) => /NotCapable|Requires net/.test(event.message) ? reject(new Error(event.message)) : resolve(known.done);
    })`,
  "node:net": `
    const { connect } = await import('node:net');
    return new Promise((resolve, reject) => connect(known.port, '127.0.0.1').on('error', reject).on('data', (data) => resolve(String(data))).write('x'))`,
  "node:http": `
    const { get } = await import('node:http');
    return new Promise((resolve, reject) => get(\`http://127.0.0.1:\${known.port}/\`, (answer) => answer.on('data', (data) => resolve(String(data)))).on('error', reject))`,
  "node:dns":
    "return (await (await import('node:dns/promises')).lookup('localhost')) && known.done",
  // Threads: what they may do is what their parent may
  "Worker of a data: module": `
    return new Promise((resolve, reject) => {
      const code = \`try { postMessage(Deno.readTextFileSync(\${JSON.stringify(known.text)})) } catch (error) { postMessage(error.message) }\`;
      const worker = new Worker('data:text/javascript,' + encodeURIComponent(code), { type: 'module' });
      worker.onmessage = (event) => { resolve(event.data); worker.terminate(); };
      worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message)); };
    })`,
  "Worker that imports": `
    return new Promise((resolve, reject) => {
      const code = \`import secret from \${JSON.stringify(known.moduleUrl)}; postMessage(secret)\`;
      const worker = new Worker('data:text/javascript,' + encodeURIComponent(code), { type: 'module' });
      worker.onmessage = (event) => { resolve(event.data); worker.terminate(); };
      worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message)); };
    })`,
  "Worker of a file": `
    return new Promise((resolve, reject) => {
      const worker = new Worker(known.threadUrl, { type: 'module' });
      worker.onmessage = (event) => { resolve(event.data); worker.terminate(); };
      worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message)); };
    })`,
  "node:worker_threads": `
    const { Worker } = await import('node:worker_threads');
    return new Promise((resolve, reject) => {
      const worker = new Worker(\`
        const { parentPort } = require('node:worker_threads');
        try { parentPort.postMessage(require('fs').readFileSync(\${JSON.stringify(known.text)}, 'utf8')); }
        catch (error) { parentPort.postMessage(error.message); }\`, { eval: true });
      worker.on('message', (message) => { resolve(message); worker.terminate(); });
      worker.on('error', reject);
    })`,
  // What stays on the disk of the host
  "Cache API": `
    const cache = await caches.open('x');
    await cache.put('http://x/', new Response(known.done));
    return (await cache.match('http://x/')).text()`,
  // Permissions
  "Deno.permissions.request": `
    for (const name of ['read', 'write', 'net', 'env', 'run', 'ffi', 'sys', 'import']) {
      if ((await Deno.permissions.request({ name })).state === 'granted') return known.done;
    }`,
  op_napi_open: `
    const { ops } = Deno[Deno.internal].core;
    const none = () => {};
    try { ops.op_napi_open(known.text, globalThis, Buffer, none, none, none, none, none, none, none, none); }
    catch (error) { if (/too short|header|image|mach-o/i.test(error.message)) return known.done; throw error; }`,
};

/** Deno asks no permission for these; that the globals are withdrawn contains them. */
export const unguarded: Readonly<Record<string, string>> = {
  "code from a string": "return known.done",
  "Error.stackTraceLimit":
    "Object.defineProperty(Error, 'stackTraceLimit', { value: 50 }); return new Error().stack.includes('file://') && known.done",
  "crypto.subtle":
    "return (await crypto.subtle.digest('SHA-256', new Uint8Array(1))) && known.done",
  "a Deno of its own":
    "globalThis.Deno = { build: 'mine' }; return globalThis.Deno.build && known.done",
  "Deno.execPath": "return Deno.execPath() && known.done",
  "Deno.args": "return Deno.args.length > 0 && known.done",
  "process.argv": "return process.argv.length > 0 && known.done",
  "Deno.pid": "return Deno.pid > 0 && known.done",
  "Deno's internals": "return Deno[Deno.internal].core.ops && known.done",
  "stack frames": "return /file:/.test(new Error('x').stack) && known.done",
  "a thread": `
    return new Promise((resolve) => {
      const worker = new Worker('data:text/javascript,postMessage(1)', { type: 'module' });
      worker.onmessage = () => { resolve(known.done); worker.terminate(); };
    })`,
  "a listener for signals": "Deno.addSignalListener('SIGTERM', () => {}); return known.done",
  "folders that exist, by node:sqlite": `
    const { DatabaseSync } = await import('node:sqlite');
    new DatabaseSync(':memory:').exec(\`pragma temp_store_directory = '\${known.folder}'\`);
    return known.done`,
};

/** Nobody is asked, either; the process's limits, or its first thread, end the session. Not on Windows. */
export const ending: Readonly<Record<string, string>> = {
  "temporary files of node:sqlite": `
    const { DatabaseSync } = await import('node:sqlite');
    new DatabaseSync(':memory:').exec(\`
      pragma temp_store_directory = '\${known.folder}'; pragma temp_store = 1; pragma cache_size = 10;
      create temp table t(a); begin;
      with recursive c(i) as (select 1 union all select i + 1 from c where i < 5000) insert into t select randomblob(1000) from c;
      commit\`);
    return known.done`,
};
