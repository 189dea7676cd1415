using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Weir.Ingest.Udp;

/// <summary>Tells the kernel which of the sockets of one port a datagram goes to: the agent's address decides, not the UDP source.</summary>
/// <remarks>
/// By itself the kernel hashes addresses and ports of the UDP source, so an agent that sends from several ports, or from another one after a
/// restart, would reach several shards. A classic BPF program on the group of sockets (Linux, SO_ATTACH_REUSEPORT_CBPF) reads the agent
/// address of the datagram (sFlow v5, agent_address: type at byte 4, address from byte 8) and returns the number of the socket. A datagram
/// that is too short or whose agent has no address goes to the first socket.
/// </remarks>
internal static unsafe class AgentSteering
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int AttachOption = 51; // SO_ATTACH_REUSEPORT_CBPF
    private const int InstructionBytes = 8;

    // Instructions of classic BPF (linux/bpf_common.h, linux/filter.h).
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort ReturnConstant = 0x06;
    private const ushort ReturnAccumulator = 0x16;
    private const ushort Multiply = 0x24;
    private const ushort ShiftRight = 0x74;
    private const ushort Modulo = 0x94;
    private const ushort XorIndex = 0xac;
    private const ushort ToIndex = 0x07;

    /// <summary>Attaches the program to the group that the socket belongs to; false when the kernel does not take it.</summary>
    /// <param name="socket">Any socket of the group, bound.</param>
    /// <param name="sockets">Sockets of the group; they are numbered in the order in which they were bound.</param>
    public static bool TryAttach(Socket socket, int sockets)
    {
        byte[] program = Program((uint)sockets);
        fixed (byte* instructions = program)
        {
            // struct sock_fprog: the count, padding up to the pointer's alignment, the pointer. The kernel copies what it points to.
            Span<byte> argument = stackalloc byte[2 * sizeof(nint)];
            argument.Clear();
            ushort count = (ushort)(program.Length / InstructionBytes);
            MemoryMarshal.Write(argument, in count);
            nint address = (nint)instructions;
            MemoryMarshal.Write(argument[sizeof(nint)..], in address);
            try
            {
                socket.SetRawSocketOption(SocketLevel, AttachOption, argument);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    private static byte[] Program(uint sockets)
    {
        List<byte> program = [];
        Add(program, LoadWord, 4);
        Add(program, JumpIfEqual, 1, 0, 2); // IPv4: go on; otherwise to the test for IPv6.
        Add(program, LoadWord, 8);
        Add(program, JumpIfEqual, 0, 12, 12); // Whatever the address is: to the end.
        Add(program, JumpIfEqual, 2, 1, 0);
        Add(program, ReturnConstant, 0);
        Add(program, LoadWord, 8);
        foreach (uint offset in (ReadOnlySpan<uint>)[12, 16, 20])
        {
            Add(program, ToIndex, 0);
            Add(program, LoadWord, offset);
            Add(program, XorIndex, 0);
        }

        // Neighbouring addresses are the usual case: multiplied, they fall on all sockets alike.
        Add(program, Multiply, 0x9e3779b1);
        Add(program, ShiftRight, 16);
        Add(program, Modulo, sockets);
        Add(program, ReturnAccumulator, 0);
        return [.. program];
    }

    private static void Add(List<byte> program, ushort code, uint operand, byte ifTrue = 0, byte ifFalse = 0)
    {
        Span<byte> instruction = stackalloc byte[InstructionBytes];
        MemoryMarshal.Write(instruction, in code);
        instruction[2] = ifTrue;
        instruction[3] = ifFalse;
        MemoryMarshal.Write(instruction[4..], in operand);
        program.AddRange(instruction);
    }
}
