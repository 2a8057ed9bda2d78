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

    // Operators that compute nothing: views of memory, and memory itself. Dropout's own operators are counted where it drops something.
    private static readonly HashSet<string> Views =
    [
        .. "alias as_strided as_strided_ chunk conj detach diagonal empty empty_like empty_strided expand flatten imag".Split(' '),
        .. "dropout feature_dropout".Split(' '),
        .. "lift_fresh narrow new_empty new_empty_strided permute real AccumulateGrad".Split(' '),
        .. "reshape resize_ resolve_conj result_type select set_ slice split split_with_sizes squeeze t transpose unbind unfold".Split(' '),
        .. "unsqueeze view view_as_complex view_as_real _reshape_alias _unsafe_view detach_ item is_nonzero contiguous".Split(' '),
    ];

    // Operators that a GPU does at once and a processor by others, and those that turn a number into a tensor first.
    private static readonly HashSet<string> Whole =
    [
        .. "convolution convolution_backward add add_ sub sub_ rsub mul mul_ div div_ eq ne lt le gt ge pow pow_ remainder".Split(' '),
        .. "clamp clamp_ where masked_fill masked_fill_ index_select mm addmm bmm baddbmm sum mean amax var std cat".Split(' '),
        .. "native_group_norm native_group_norm_backward native_layer_norm native_batch_norm _softmax index_add_ bernoulli_".Split(' '),
    ];

    private static readonly Lock Gate = new();
    private static ConcurrentDictionary<string, int>? _counts;

    /// <summary>Operators that have computed something on this thread.</summary>
    [ThreadStatic]
    private static int _computed;

    /// <summary>For each operator that has begun on this thread and has not ended, how many had computed something before it.</summary>
    [ThreadStatic]
    private static Stack<int>? _begun;

    /// <summary>Operators that have begun on this thread since one that a GPU does at once, with that one.</summary>
    [ThreadStatic]
    private static int _depthInWhole;

    private readonly ConcurrentDictionary<string, int> _own = new();
    private readonly ulong _handle;

    private OperatorCounter()
    {
        _counts = _own;
        _handle = Add(new()
        {
            Start = (nint)(delegate* unmanaged<nint*, nint, nint*>)&OnStart,
            End = (nint)(delegate* unmanaged<nint, nint, void>)&OnEnd,
        });
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
            return new(counter._own.ToDictionary());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Remove(_handle);
        _counts = null;
    }

    [UnmanagedCallersOnly]
    private static nint* OnStart(nint* context, nint function)
    {
        (_begun ??= []).Push(_computed);
        _depthInWhole += _depthInWhole > 0 || Whole.Contains(NameOf(function)) ? 1 : 0;
        *context = 0;
        return context;
    }

    [UnmanagedCallersOnly]
    private static void OnEnd(nint function, nint context)
    {
        var name = NameOf(function);
        var isInnermost = _begun!.TryPop(out var before) && before == _computed;
        var isCounted = _depthInWhole > 0 ? _depthInWhole == 1 : isInnermost;
        if (name == "to")
        {
            // A conversion of the type alone has another overload, an operator inside, or is inside another operator.
            isCounted = isInnermost && _begun.Count == 0 && Marshal.PtrToStringUTF8(Overload(function)) is "device" or "dtype_layout";
            name = OperatorCount.Move;
        }

        if (isCounted && !Views.Contains(name) && !name.Contains("Backward", StringComparison.Ordinal))
        {
            _computed++;
            _counts?.AddOrUpdate(name, 1, (_, count) => count + 1);
        }

        _depthInWhole = Math.Max(_depthInWhole - 1, 0);
    }

    /// <summary>Returns an operator's name without its namespace. Autograd's own nodes are named like AddBackward0.</summary>
    private static string NameOf(nint function)
    {
        var name = Marshal.PtrToStringUTF8(Name(function)) ?? "";
        return name[(name.LastIndexOf(':') + 1)..];
    }

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at17addGlobalCallbackENS_22RecordFunctionCallbackE")]
    private static partial ulong Add(RecordFunctionCallback callback);

    [LibraryImport(Libtorch, EntryPoint = "_ZN2at14removeCallbackEm")]
    private static partial void Remove(ulong handle);

    [LibraryImport(Libtorch, EntryPoint = "_ZNK2at14RecordFunction4nameEv")]
    private static partial nint Name(nint function);

    [LibraryImport(Libtorch, EntryPoint = "_ZNK2at14RecordFunction13overload_nameEv")]
    private static partial nint Overload(nint function);

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

/// <summary>
/// Operators of libtorch that some work took: the innermost ones, without those that only look at memory in another way. A convolution is
/// one, in both directions.
/// </summary>
/// <param name="ByName">Their numbers by libtorch's names, with the moves to a device.</param>
internal sealed record OperatorCount(IReadOnlyDictionary<string, int> ByName)
{
    /// <summary>A call that names the device of its result, or the CPU in order to read it.</summary>
    public const string Move = "to device";

    // Their results decide what the program does next: a number, or the size of a tensor.
    private static readonly string[] Read =
        ["_local_scalar_dense", "nonzero", "masked_select", "equal", "_unique2", "unique_consecutive", "unique_dim"];

    /// <summary>Number of operators that compute.</summary>
    public int Operators => ByName.Where(pair => pair.Key != Move).Sum(pair => pair.Value);

    /// <summary>
    /// How often a program waits for a GPU: for a result that it reads, and for tensors that are moved between its memory and main memory.
    /// Those that are moved to where they are already count too.
    /// </summary>
    public int Waits => Read.Append(Move).Sum(name => ByName.GetValueOrDefault(name));
}
