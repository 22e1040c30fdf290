using System.ComponentModel;

namespace Crm.Embedded.Engine;

/// <summary>
/// One method with its arguments; implemented by generated structs, so that the engine's code is compiled for each of them and
/// the arguments of a call that need not wait stay on the stack.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGrainCall<TResult>
{
    ValueTask<TResult> Invoke(object grain);
}

/// <summary>The result of methods that have none; turns their tasks into ones with a result and back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NoResult
{
    public static ValueTask<NoResult> From(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
            return Await(task);
        task.GetAwaiter().GetResult(); // a pooled source goes back only when its result is taken
        return default;
    }

    public static ValueTask<NoResult> From(Task task) => From(new ValueTask(task));

    public static ValueTask ToValueTask(ValueTask<NoResult> task) =>
        task.IsCompletedSuccessfully ? default : new ValueTask(task.AsTask());

    public static Task ToTask(ValueTask<NoResult> task) =>
        task.IsCompletedSuccessfully ? Task.CompletedTask : task.AsTask();

    private static async ValueTask<NoResult> Await(ValueTask task)
    {
        await task.ConfigureAwait(false);
        return default;
    }
}
