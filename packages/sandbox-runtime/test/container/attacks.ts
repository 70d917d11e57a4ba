// What code in a container may try. Each is the body of a Python function that returns what it reached, if anything.

/** Names that every attack may use. */
export const preamble = `
import ctypes, errno, fcntl, mmap, os, resource, signal, socket, stat, subprocess, time
libc = ctypes.CDLL(None, use_errno=True)
machine = os.uname().machine
supervisor = os.getppid()
def number(intel, arm):
    return intel if machine == 'x86_64' else arm
def system_call(*values):
    """The result, or minus the error."""
    result = libc.syscall(*[ctypes.c_long(v) if isinstance(v, int) else v for v in values])
    return result if result >= 0 else -ctypes.get_errno()
def in_child(function):
    """What a process of its own says about it; it may do to itself what it likes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, str(function() or '').encode())
        except BaseException:
            pass
        os._exit(0)
    os.close(writing)
    said = b''
    while chunk := os.read(reading, 65536):
        said += chunk
    os.close(reading)
    os.waitpid(child, 0)
    return said.decode()
def attempt(function, *values):
    try:
        return function(*values) or 'done'
    except OSError:
        return None
import warnings
warnings.simplefilter('ignore')
`;

interface Attack {
  /** The battery's heading; where it is left out, 1: interpreter and system. */
  heading?: 2 | 3 | 4 | 8;
  python: string;
  /** Where it reaches nothing even without protection: why. */
  needs?: "root of the host" | "x86" | "reports of pressure";
}

export const attacks: Record<string, Attack> = {
  "the host's loopback": {
    heading: 3,
    python: `return attempt(lambda: socket.create_connection(('127.0.0.1', known['port']), 5).close())`,
  },
  "a network interface": {
    heading: 3,
    python: `return [name for _, name in socket.if_nameindex() if name not in ('lo', 'tunl0', 'sit0', 'ip6tnl0')]`,
  },
  "the host's loopback by IPv6": {
    heading: 3,
    python: `return attempt(lambda: socket.create_connection(('::1', known['port6']), 5).close())`,
  },
  "the host's loopback by a mapped address": {
    heading: 3,
    python: `return attempt(lambda: socket.create_connection(('::ffff:127.0.0.1', known['port']), 5).close())`,
  },
  "a name server of the host": {
    heading: 3,
    python: `
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(2)
def ask():
    s.sendto(bytes.fromhex('abcd01000001000000000000076578616d706c6503636f6d0000010001'), ('127.0.0.1', known['dns']))
    return s.recv(512)
return attempt(ask)`,
  },
  "a route to the link-local metadata address": {
    heading: 3,
    python: `
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
return attempt(s.connect, ('169.254.169.254', 80))`,
  },
  "a route to the internet": {
    heading: 3,
    python: `
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
return attempt(s.connect, ('192.0.2.99', 53))`,
  },
  "an abstract socket of the host": {
    heading: 3,
    python: `
s = socket.socket(socket.AF_UNIX)
return attempt(s.connect, (b'\\0' + known['secret'].encode()).ljust(108, b'\\0'))`,
  },
  "a raw socket": {
    heading: 3,
    needs: "root of the host",
    python: `return attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close())`,
  },
  "a socket of a family that knows no network namespaces": {
    heading: 3,
    python: `
return [family for family, kind in ((17, 3), (38, 5), (40, 1)) if attempt(lambda: socket.socket(family, kind).close())]`,
  },
  "a file outside of /tmp and /workspace": {
    heading: 2,
    python: `
written = []
for folder, folders, _ in os.walk('/'):
    if folder == '/': folders[:] = [f for f in folders if f not in ('tmp', 'workspace', 'proc', 'sys')]
    if folder == '/dev': folders[:] = [f for f in folders if f in ('shm', 'mqueue')]
    if folder.startswith(known['folder']): folders[:] = []; continue
    path = os.path.join(folder, 'attack')
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        os.unlink(path)
        written.append(folder)
        if len(written) > 20: break
    except OSError:
        pass
return written`,
  },
  "a message queue": {
    heading: 2,
    python: `
queue = libc.mq_open(b'/attack', os.O_CREAT | os.O_RDWR, 0o600, None)
if queue >= 0: libc.mq_unlink(b'/attack')
return queue >= 0`,
  },
  "execution from /tmp or /workspace": {
    heading: 2,
    python: `
ran = []
for folder in ('/tmp', '/workspace'):
    program = folder + '/program'
    with open('/bin/true', 'rb') as source, open(program, 'wb') as target: target.write(source.read())
    os.chmod(program, 0o755)
    if attempt(lambda: subprocess.run([program], check=True)): ran.append(folder)
    with open(program, 'rb') as file:
        if attempt(lambda: mmap.mmap(file.fileno(), 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC)): ran.append('mapped ' + folder)
    os.unlink(program)
return ran`,
  },
  "execution from a file in memory": {
    heading: 2,
    python: `
with open('/bin/true', 'rb') as source: program = source.read()
file = system_call(number(319, 279), b'program', 0)
if file < 0: return None
os.write(file, program)
return in_child(lambda: attempt(lambda: subprocess.run([f'/proc/self/fd/{file}'], pass_fds=[file], check=True)))`,
  },
  "a capability": {
    python: `
sets = dict(line.split(':') for line in open('/proc/self/status') if line.startswith('Cap'))
return {name: held.strip() for name, held in sets.items() if int(held, 16)}`,
  },
  "what only root may do": {
    python: `
return [name for name in ('chroot', 'setuid', 'setgid', 'sethostname', 'nice') if in_child(lambda: {
    'chroot': lambda: attempt(os.chroot, '/'),
    'setuid': lambda: os.getuid() and attempt(os.setuid, 0),
    'setgid': lambda: os.getgid() and attempt(os.setgid, 0),
    'sethostname': lambda: attempt(socket.sethostname, socket.gethostname()),
    'nice': lambda: attempt(os.setpriority, os.PRIO_PROCESS, 0, -5),
}[name]())]`,
  },
  "root by a setuid program": {
    python: `
def become():
    os.setgroups([]) if os.getuid() == 0 else None
    os.setresgid(65534, 65534, 65534) if os.getgid() == 0 else None
    os.setresuid(65534, 65534, 65534) if os.getuid() == 0 else None
    found = []
    for program in (['/usr/bin/su'], ['/usr/bin/passwd', 'root'], ['/usr/bin/mount', '/nowhere']):
        process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and time.monotonic() < limit:
            try: users = open(f'/proc/{process.pid}/status').read().split('Uid:')[1].split()[:4]
            except OSError: break
            if '0' in users:
                found.append(program[0])
                break
            time.sleep(0.001)
        process.kill()
        process.wait()
    return found or None
limit = time.monotonic() + 2
return in_child(become)`,
  },
  "a namespace of its own": {
    python: `
new_user = 0x10000000
def clone():
    child = system_call(number(56, 220), new_user | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0: os._exit(0)
    return child > 0
return [what for what, reached in (
    ('unshare', in_child(lambda: system_call(number(272, 97), new_user) == 0)),
    ('clone', in_child(clone)),
) if reached == 'True']`,
  },
  "a mount": {
    python: `
def mount():
    system_call(number(272, 97), 0x10000000 | 0x00020000)
    return libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0
return in_child(mount) == 'True'`,
  },
  "the supervisor by a debugger": {
    python: `return in_child(lambda: system_call(number(101, 117), 0x4206, supervisor, 0, 0) == 0) == 'True'`,
  },
  "the supervisor's memory, environment and descriptors": {
    heading: 8,
    python: `
reached = [file for file in ('mem', 'environ', 'auxv') if attempt(lambda: open(f'/proc/{supervisor}/{file}', 'rb').close())]
for folder in ('fd', 'cwd', 'root'):
    if attempt(os.listdir, f'/proc/{supervisor}/{folder}'): reached.append(folder)
return reached`,
  },
  "the supervisor's turn on the processor, and its limits": {
    heading: 4,
    python: `
return [name for name, act in {
    'limits': lambda: resource.prlimit(supervisor, resource.RLIMIT_CPU, resource.getrlimit(resource.RLIMIT_CPU)),
    'class': lambda: os.sched_setscheduler(supervisor, os.SCHED_IDLE, os.sched_param(0)),
    'processors': lambda: os.sched_setaffinity(supervisor, os.sched_getaffinity(supervisor)),
    'niceness': lambda: os.setpriority(os.PRIO_PROCESS, supervisor, 19),
    'niceness of its group': lambda: os.setpriority(os.PRIO_PGRP, os.getpgid(supervisor), 19),
    'niceness of its user': lambda: os.setpriority(os.PRIO_USER, 0, 19),
}.items() if attempt(act)]`,
  },
  "the host's end of the line": {
    python: `
return [place for place in range(10)
    if attempt(lambda: os.close(os.open(f'/proc/{supervisor}/fd/{place}', os.O_WRONLY | os.O_NONBLOCK)))]`,
  },
  "kernel keys": {
    python: `return system_call(number(248, 217), b'user', b'attack', b'x', 1, -2) >= 0`,
  },
  "system calls that attack kernels": {
    python: `
refused = (-errno.EPERM, -errno.ENOSYS, -errno.EACCES)
return [name for name, call in {
    'bpf': (number(321, 280), 0, 0, 0),
    'io_uring_setup': (425, 1, ctypes.create_string_buffer(256)),
    'userfaultfd': (number(323, 282), 0),
    'perf_event_open': (number(298, 241), 0, 0, 0, 0, 0),
    'fsopen': (430, b'tmpfs', 0),
    'setns': (number(308, 268), 0, 0),
    'clone3': (435, 0, 0),
}.items() if system_call(*call) not in refused]`,
  },
  "calls that look at others or change the machine": {
    python: `
refused = (-errno.EPERM, -errno.ENOSYS)
nowhere = ctypes.create_string_buffer(64)
return [name for name, call in {
    'process_vm_readv': (number(310, 270), os.getpid(), 0, 0, 0, 0, 0),
    'process_vm_writev': (number(311, 271), os.getpid(), 0, 0, 0, 0, 0),
    'kcmp': (number(312, 272), os.getpid(), os.getpid(), 0, 0, 0),
    'pidfd_getfd': (438, -1, 0, 0),
    'name_to_handle_at': (number(303, 264), -100, b'/', nowhere, nowhere, 0),
    'personality': (number(135, 92), 0xffffffff),
    'ioprio_set': (number(251, 30), 1, 0, 2 << 13),
    'quotactl': (number(179, 60), 0, 0, 0, 0),
    'memfd_secret': (447, 0),
} .items() if system_call(*call) not in refused]`,
  },
  // The control and the attempt attach four of them in all: many at once have stopped machines.
  "socket programs": {
    python: `
code = ctypes.create_string_buffer((6).to_bytes(2, 'little') + bytes(2) + (0xffff).to_bytes(4, 'little'))
program = ctypes.create_string_buffer((1).to_bytes(8, 'little') + ctypes.addressof(code).to_bytes(8, 'little'))
set_option = number(54, 208)
def attach(option, level=1):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        return system_call(set_option, s.fileno(), level, option, program, 16)
return [name for name, result in {
    'SO_ATTACH_FILTER': attach(26),
    'SO_ATTACH_FILTER with an upper half': attach(26 | 1 << 32, 1 | 1 << 32),
    'SO_ATTACH_REUSEPORT_CBPF': attach(51),
    # Without the program's descriptor, which it would ask for.
    'SO_ATTACH_BPF': attach(50),
    'SO_ATTACH_REUSEPORT_EBPF': attach(52),
    'SO_LOCK_FILTER': attach(44),
}.items() if result != -errno.EPERM]`,
  },
  "groups of addresses": {
    heading: 4,
    python: `
lo = (1).to_bytes(4, 'little')
four = socket.inet_aton('232.1.2.3')
six = socket.inet_pton(socket.AF_INET6, 'ff05::1:2:3')
def address(family, packed):
    """A sockaddr_storage."""
    return (family.to_bytes(2, 'little') + (bytes(2) + packed if family == socket.AF_INET else bytes(6) + packed)).ljust(128, b'\\0')
def group(family, packed, *source):
    return lo + bytes(4) + address(family, packed) + b''.join(address(family, s) for s in source)
def join(family, level, option, value):
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        buffer = ctypes.create_string_buffer(value, len(value))
        return system_call(number(54, 208), s.fileno(), level, option, buffer, len(value)) != -errno.EPERM
source4, source6 = socket.inet_aton('127.0.0.1'), socket.inet_pton(socket.AF_INET6, '::1')
label = six + (1).to_bytes(4, 'big') + bytes([1, 255]) + b'\\1\\0' + bytes(8)
return [name for name, call in {
    'IP_ADD_MEMBERSHIP': (socket.AF_INET, 0, 35, four + bytes(4) + lo),
    'IP_ADD_MEMBERSHIP with an upper half': (socket.AF_INET, 1 << 32, 35 | 1 << 32, four + bytes(4) + lo),
    'IP_ADD_MEMBERSHIP of a socket of IPv6': (socket.AF_INET6, 0, 35, four + bytes(4) + lo),
    'IP_ADD_SOURCE_MEMBERSHIP': (socket.AF_INET, 0, 39, four + source4 + source4),
    'MCAST_JOIN_GROUP': (socket.AF_INET, 0, 42, group(socket.AF_INET, four)),
    'MCAST_JOIN_SOURCE_GROUP': (socket.AF_INET, 0, 46, group(socket.AF_INET, four, source4)),
    'IPV6_JOIN_GROUP': (socket.AF_INET6, 41, 20, six + lo),
    'MCAST_JOIN_GROUP of IPv6': (socket.AF_INET6, 41, 42, group(socket.AF_INET6, six)),
    'MCAST_JOIN_SOURCE_GROUP of IPv6': (socket.AF_INET6, 41, 46, group(socket.AF_INET6, six, source6)),
    'IPV6_FLOWLABEL_MGR': (socket.AF_INET6, 41, 32, label),
}.items() if join(*call)]`,
  },
  "sockets of other kinds": {
    python: `
new_socket, new_pair = number(41, 198), number(53, 199)
two = ctypes.create_string_buffer(8)
return [name for name, call in {
    'what the machine says of its devices': (new_socket, 16, 3, 15),
    'TCP over several paths': (new_socket, 2, 1, 262),
    'a pair of a family that has none': (new_pair, 2, 1, 0, two),
}.items() if system_call(*call) not in (-errno.EPROTONOSUPPORT, -errno.EAFNOSUPPORT)]`,
  },
  "more filters of system calls": {
    python: `
code = ctypes.create_string_buffer((6).to_bytes(2, 'little') + bytes(2) + (0x7fff0000).to_bytes(4, 'little'))
program = ctypes.create_string_buffer((1).to_bytes(8, 'little') + ctypes.addressof(code).to_bytes(8, 'little'))
libc.prctl(38, 1, 0, 0, 0)
prctl = number(157, 167)
return [name for name, call in {
    'prctl': (prctl, 22, 2, program, 0, 0),
    'prctl with an upper half': (prctl, 22 | 1 << 32, 2, program, 0, 0),
    'seccomp': (number(317, 277), 1, 0, program),
    'landlock': (444, 0, 0, 1),
} .items() if in_child(lambda: system_call(*call) not in (-errno.EPERM, -errno.ENOSYS, -errno.EOPNOTSUPP)) == 'True']`,
  },
  semaphores: {
    heading: 4,
    python: `
def have(get, remove, *sizes):
    made = system_call(get, 0, *sizes, 0o600)
    if made >= 0: system_call(remove, *((made, 0, 0) if len(sizes) and remove == number(66, 191) else (made, 0)), 0)
    return made >= 0
return [name for name, got in {
    'semaphores': have(number(64, 190), number(66, 191), 1),
    'messages': have(number(68, 186), number(71, 187)),
    'shared memory': have(number(29, 194), number(31, 195), 4096),
}.items() if got]`,
  },
  "numbers that the machine counts": {
    heading: 4,
    python: `
context = ctypes.create_string_buffer(8)
return [name for name, call in {
    'io_setup': (number(206, 0), 1, context),
    'inotify_init1': (number(294, 26), 0),
    'fanotify_init': (number(300, 262), 0x200, 0),
}.items() if system_call(*call) not in (-errno.EPERM, -errno.ENOSYS)]`,
  },
  terminals: {
    heading: 4,
    python: `return attempt(lambda: os.close(os.open('/dev/ptmx', os.O_RDWR)))`,
  },
  timers: {
    heading: 4,
    python: `
made = []
silent = ctypes.create_string_buffer(bytes(12) + (1).to_bytes(4, 'little') + bytes(48))
for _ in range(300):
    timer = ctypes.c_int()
    if system_call(number(222, 107), 1, silent, ctypes.byref(timer)) < 0: break
    made.append(timer.value)
for timer in made: system_call(number(226, 111), timer)
return len(made) == 300`,
  },
  "more addresses than its memory needs": {
    heading: 4,
    python: `
return attempt(lambda: mmap.mmap(-1, 16 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ).close())`,
  },
  // A run's pipe from the host has them: memory that is the host's, and of no sandbox.
  "pages that the host has written": {
    heading: 4,
    python: `
(reading, writing), (other, kept) = os.pipe(), os.pipe()
os.write(writing, b'two')
reached = [name for name, call in {
    'tee': (number(276, 77), reading, kept, 1, 0),
    'splice': (number(275, 76), reading, 0, kept, 0, 1, 0),
}.items() if system_call(*call) != -errno.EPERM]
for descriptor in (reading, writing, other, kept): os.close(descriptor)
return reached`,
  },
  "huge pages": {
    heading: 4,
    python: `
libc.mmap.restype = ctypes.c_void_p
size, is_huge, nothing_reserved = 2 << 20, 0x40000, 0x4000
place = libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | is_huge | nothing_reserved, -1, 0)
if place == ctypes.c_void_p(-1).value: return None
libc.munmap(ctypes.c_void_p(place), size)
return 'mapped'`,
  },
  "locked memory": {
    heading: 4,
    python: `
page = mmap.mmap(-1, 1 << 20)
return libc.mlock(ctypes.byref(ctypes.c_char.from_buffer(page)), ctypes.c_size_t(1 << 20)) == 0`,
  },
  "reports of pressure": {
    heading: 4,
    needs: "reports of pressure",
    python: `
def ask(kind):
    file = os.open('/proc/pressure/' + kind, os.O_RDWR | os.O_NONBLOCK)
    try: return os.write(file, b'some 1000000 10000000\\0')
    finally: os.close(file)
return [kind for kind in ('cpu', 'io', 'memory') if attempt(ask, kind)]`,
  },
  "the disks of the machine": {
    heading: 4,
    // A call that has no effect does not see that there is no such descriptor.
    python: `return system_call(number(306, 267), -1) == -errno.EBADF`,
  },
  "system calls of another machine": {
    needs: "x86",
    python: `
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex('b814000000cd80c3'))  # mov eax, getpid; int 0x80; ret
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
return call() > 0`,
  },
  "a core dump": {
    heading: 8,
    python: `
def crash():
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    os.chdir('/tmp')
    os.abort()
child = os.fork()
if child == 0: crash()
_, status = os.waitpid(child, 0)
return os.WCOREDUMP(status)`,
  },
  "the host's name": { heading: 8, python: `return socket.gethostname() == known['hostname']` },
  "the host's environment": {
    heading: 8,
    python: `
def holds(process):
    return known['secret'] in open(f'/proc/{process}/environ').read() and 'found'
return [process for process in ('self', supervisor, known['process']) if attempt(holds, process) == 'found']`,
  },
  "the host's processes": {
    heading: 8,
    python: `
found = []
for process in filter(str.isdigit, os.listdir('/proc')):
    try:
        if known['secret'] in open(f'/proc/{process}/cmdline').read(): found.append(process)
    except OSError: pass
return found`,
  },
  "a file of the host": {
    heading: 2,
    python: `return attempt(lambda: open(known['folder'] + '/secret').read())`,
  },
  "a socket in the file system": {
    heading: 2,
    python: `
found = []
for folder, folders, files in os.walk('/'):
    if folder == '/': folders[:] = [f for f in folders if f not in ('proc', 'sys')]
    for file in files:
        path = os.path.join(folder, file)
        try:
            if stat.S_ISSOCK(os.lstat(path).st_mode): found.append(path)
        except OSError: pass
return found`,
  },
  "a mount from the host": {
    heading: 2,
    python: `
own = ('/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/run/.containerenv')
found = []
for line in open('/proc/self/mountinfo'):
    before, _, after = line.partition(' - ')
    root, place = before.split()[3:5]
    kind = after.split()[0]
    if kind in ('overlay', 'proc', 'sysfs', 'cgroup', 'cgroup2', 'mqueue', 'devpts', 'tmpfs'): continue
    if place in own and ' ro' in before: continue
    # Podman's copies of the image's files, with a line for the sandbox's own user.
    if place in ('/etc/passwd', '/etc/group') and root.endswith('/userdata' + place[4:]) and ' ro' in before: continue
    if kind == 'devtmpfs' and root in ('/null', '/zero', '/full', '/tty', '/random', '/urandom'): continue
    found.append(place)
return found`,
  },
  "the host's devices": {
    heading: 2,
    needs: "root of the host",
    python: `
usual = {'null', 'zero', 'full', 'tty', 'random', 'urandom', 'ptmx', 'console'}
def devices(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False): yield from devices(entry.path) if entry.name != 'pts' else ()
        elif entry.name not in usual and not entry.is_symlink() and (
            stat.S_ISCHR(entry.stat().st_mode) or stat.S_ISBLK(entry.stat().st_mode)): yield entry.path
return list(devices('/dev'))[:5] or attempt(lambda: os.mknod('/tmp/device', stat.S_IFBLK | 0o600, os.makedev(254, 0)))`,
  },
  "the kernel's settings": {
    heading: 2,
    needs: "root of the host",
    python: `
return [path for path in ('/proc/sys/kernel/hostname', '/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/sys/kernel/mm/ksm/run', '/proc/kcore')
    if attempt(lambda: os.close(os.open(path, os.O_RDONLY if path == '/proc/kcore' else os.O_WRONLY)))
    and (path != '/proc/kcore' or os.stat(path).st_size)]`,
  },
};
