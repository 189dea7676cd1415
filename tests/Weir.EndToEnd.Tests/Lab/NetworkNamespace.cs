using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.EndToEnd.Tests.Lab;

/// <summary>A named Linux network namespace; sockets opened in it stay in it.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x4000_0000; // CLONE_NEWNET
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int NoChecksum = 11; // SO_NO_CHECK

    public NetworkNamespace(string name)
    {
        Name = name;
        Shell.Run("ip", "netns", "add", name);
    }

    public string Name { get; }

    /// <summary>Runs a program inside.</summary>
    public void Run(string program, params string[] arguments) => Shell.Run("ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Opens a UDP socket inside. It sends without UDP checksum: veth leaves that to hardware which a user space switch does not have.</summary>
    public Socket OpenUdp()
    {
        Socket? socket = null;
        ExceptionDispatchInfo? failure = null;

        // The namespace belongs to the thread, so a thread is spent on it that nobody else will use.
        Thread thread = new(() =>
        {
            try
            {
                using SafeFileHandle file = File.OpenHandle($"/run/netns/{Name}");
                if (EnterNamespace(file, NewNetwork) != 0)
                {
                    throw new SocketException(Marshal.GetLastPInvokeError());
                }

                socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.SetRawSocketOption(SocketLevel, NoChecksum, BitConverter.GetBytes(1));
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return socket!;
    }

    public void Dispose() => Shell.TryRun("ip", "netns", "del", Name);

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int EnterNamespace(SafeHandle file, int kind);
}
