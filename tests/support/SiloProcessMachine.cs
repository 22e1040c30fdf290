using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Crm.TestSupport;

/// <summary>What a <see cref="SiloProcess"/>, and whoever ends other processes, needs of the machine.</summary>
public static partial class SiloProcessMachine
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    /// <summary>Next to the tests, in the output of the same engine and configuration.</summary>
    public static string Assembly()
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var path = Path.Combine(own.Parent!.Parent!.FullName, "Crm.Silo", own.Name, "Crm.Silo.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The silo is not built.", path);
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Asks a process to stop; false where there is none.</summary>
    public static bool Terminate(int process) => Signal(process, SigTerm) == 0;

    public static bool Pause(int process) => Signal(process, SigStop) == 0;

    public static bool Resume(int process) => Signal(process, SigCont) == 0;

    /// <summary>Ends a process of whatever user, without any warning.</summary>
    public static bool Kill(int process) => Signal(process, SigKill) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
