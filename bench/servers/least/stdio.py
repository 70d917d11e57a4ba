import os

# Looks for the end of a line in what one read returned: waiting for more would be another system call.
loop = Loop(lambda text: os.write(1, text.encode()))
rest = ""
while chunk := os.read(0, 1 << 16):
    *lines, rest = (rest + chunk.decode()).split("\n")
    for line in lines:
        loop.receive(line)
