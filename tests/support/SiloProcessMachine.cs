using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Crm.TestSupport;

/// <summary>What a <see cref="SiloProcess"/> needs of the machine.</summary>
internal static partial class SiloProcessMachine
{
    private const int SigTerm = 15;

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

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
