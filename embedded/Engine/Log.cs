using Microsoft.Extensions.Logging;

namespace Crm.Embedded.Engine;

internal static partial class Log
{
    [LoggerMessage(901, LogLevel.Error, "OnDeactivateAsync of {GrainType}/{Key} failed; the activation has ended all the same")]
    public static partial void DeactivationFailed(this ILogger logger, Exception exception, string grainType, string key);

    [LoggerMessage(902, LogLevel.Warning, "Stopped before {Count} activations had ended")]
    public static partial void StoppedEarly(this ILogger logger, int count);
}
