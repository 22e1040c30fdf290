using System.Diagnostics;

namespace Crm.TestSupport;

/// <summary>Keeps the last lines that a process wrote.</summary>
internal sealed class SiloProcessOutput
{
    private const int Lines = 200;

    private readonly Queue<string> _lines = new();

    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }

    private void Add(string? line)
    {
        lock (_lines)
        {
            if (line is not null)
            {
                _lines.Enqueue(line);
            }

            if (_lines.Count > Lines)
            {
                _lines.Dequeue();
            }
        }
    }
}
