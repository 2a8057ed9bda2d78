using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Counts the operators that libtorch runs, on all threads, while this object lives. On a GPU each of them is a launch or several, which
/// takes time however small the tensors are. Only on Linux, where the functions' names are known; one at a time.
/// </summary>
internal sealed unsafe partial class OperatorCounter : IDisposable
{
    private const string Libtorch = "torch_cpu";

    // Operators that compute nothing: views of memory, and memory itself.
    private static readonly HashSet<string> Views =
    [
        .. "alias as_strided chunk conj detach diagonal empty empty_like empty_strided expand imag lift_fresh narrow new_empty permute real reshape"
            .Split(' '),
        .. "resize_ resolve_conj result_type select set_ slice split split_with_sizes squeeze t transpose unbind unfold unsqueeze view"
            .Split(' '),
        .. "view_as_complex view_as_real _reshape_alias _unsafe_view detach_ item is_nonzero contiguous to".Split(' '),
    ];

    private static readonly Lock Gate = new();
    private static ConcurrentDictionary<string, int>? _counts;

    /// <summary>Whether the operator that began last on this thread has not ended yet: it has no operator inside it.</summary>
    [ThreadStatic]
    private static bool _isInnermost;

    private readonly ConcurrentDictionary<string, int> _own = new();
    private readonly ulong _handle;

    private OperatorCounter()
    {
        _counts = _own;
        _handle = Add(new() { Start = (nint)(delegate* unmanaged<nint*, nint, nint*>)&OnStart, End = (nint)(delegate* unmanaged<nint, nint, void>)&OnEnd });
    }

    /// <summary>Whether operators can be counted here.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Runs some work and returns what it took.</summary>
    public static OperatorCount Count(Action work)
    {
        lock (Gate)
        {
            using var counter = new OperatorCounter();
            work();
            return counter.Result();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Remove(_handle);
        _counts = null;
    }

    private OperatorCount Result()
    {
        var computing = _own.Where(count => !Views.Contains(count.Key)).ToDictionary();
        return new(computing.Values.Sum(), computing.GetValueOrDefault(OperatorCount.ReadsNumber), computing);
    }

    [UnmanagedCallersOnly]
    private static nint* OnStart(nint* context, nint function)
    {
        _isInnermost = true;
        *context = 0;
        return context;
    }

    [UnmanagedCallersOnly]
    private static void OnEnd(nint function, nint context)
    {
        if (_isInnermost && _counts is { } counts)
        {
            var name = Marshal.PtrToStringUTF8(Name(function)) ?? "";
            counts.AddOrUpdate(name[(name.LastIndexOf(':') + 1)..], 1, (_, count) => count + 1);
        }

        _isInnermost = false;
    }

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at17addGlobalCallbackENS_22RecordFunctionCallbackE")]
    private static partial ulong Add(RecordFunctionCallback callback);

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at14removeCallbackEm")]
    private static partial void Remove(ulong handle);

    [LibraryImport(Libtorch, EntryPoint = "_ZNK2at14RecordFunction4nameEv")]
    private static partial nint Name(nint function);

    /// <summary>Memory of libtorch's <c>at::RecordFunctionCallback</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct RecordFunctionCallback()
    {
        public nint Start, End;
        public double Probability = 1;
        public Scopes Scopes = Operators();
        public byte NeedsInputs, NeedsOutputs, NeedsIds;

        private static Scopes Operators()
        {
            var scopes = default(Scopes);
            scopes[0] = 1;
            return scopes;
        }
    }

    /// <summary>Which of <c>at::RecordScope</c> are observed; the first is that of operators.</summary>
    [InlineArray(10)]
    private struct Scopes
    {
        private byte _first;
    }
}

/// <summary>Operators of libtorch that some work took: the innermost ones, without those that only look at memory in another way.</summary>
/// <param name="Operators">Their number.</param>
/// <param name="Waits">Those that hand a number to the program, which on a GPU waits for all work before it.</param>
/// <param name="ByName">Their numbers by libtorch's names.</param>
internal sealed record OperatorCount(int Operators, int Waits, IReadOnlyDictionary<string, int> ByName)
{
    /// <summary>Libtorch's name of the operator that hands a number to the program.</summary>
    public const string ReadsNumber = "_local_scalar_dense";
}
