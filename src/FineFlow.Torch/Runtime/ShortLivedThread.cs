using System.Runtime.ExceptionServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Tensor work on a thread that ends with it. libgomp keeps helper threads for every thread that has computed, for as long as it lives; with
/// more of them than processors it puts idle ones to sleep at once, and the thread that goes on computing becomes twice as slow. Programs that
/// compute on a thread of their choice do their other tensor work here.
/// </summary>
public static class ShortLivedThread
{
    /// <summary>Does some work on a new thread and waits for it.</summary>
    /// <returns>The work's result; its exception comes out as if it had been done here.</returns>
    public static T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
