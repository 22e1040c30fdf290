using System.ComponentModel;
using Orleans.Runtime;

namespace Crm.Embedded.Engine;

/// <summary>Base of the generated proxies: finds the activation and runs the call there, at once if it is idle.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainReference : IAddressable
{
    private Activation? _activation; // the one last called; may have ended since

    protected GrainReference(GrainDirectory directory, string key) => (Directory, Key) = (directory, key);

    internal GrainDirectory Directory { get; }

    internal string Key { get; }

    internal Activation? Activation => _activation;

    protected ValueTask<TResult> Invoke<TCall, TResult>(TCall call)
        where TCall : struct, IGrainCall<TResult>
    {
        var activation = _activation;
        return activation is not null && activation.TryEnter()
            ? activation.Run<TCall, TResult>(this, call)
            : InvokeSlowly<TCall, TResult>(call);
    }

    private ValueTask<TResult> InvokeSlowly<TCall, TResult>(TCall call)
        where TCall : struct, IGrainCall<TResult>
    {
        Request<TCall, TResult>? request = null;
        try
        {
            while (true)
            {
                var activation = _activation = Directory.GetOrCreate(this);
                if (activation.TryActivate() is { } failure)
                    return ValueTask.FromException<TResult>(failure);
                if (request is null && activation.TryEnter())
                    return activation.Run<TCall, TResult>(this, call);
                request ??= new(this, call);
                if (activation.TrySubmit(request))
                    return request.Response;
                // It ended between the lookup and now, and left the directory before: the next lookup finds another.
            }
        }
        catch (GrainsStoppedException stopped)
        {
            request?.Fail(stopped);
            return ValueTask.FromException<TResult>(stopped);
        }
    }
}
