using System.Runtime.InteropServices;
using FineFlow.Core;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// libtorch's deterministic mode, until disposed: every operator takes a form that adds in a fixed order, or is refused where it has none.
/// The mode is the process's, not the thread's.
/// </summary>
internal sealed class DeterministicAlgorithms : IDisposable
{
    /// <summary>cuBLAS repeats only with a workspace of a fixed size, which it reads when it is first used.</summary>
    private const string Workspace = "CUBLAS_WORKSPACE_CONFIG", FixedSize = ":4096:8";

    private readonly (bool Operators, bool Cudnn) _before = (LibtorchContext.Deterministic, LibtorchContext.CudnnDeterministic);

    private DeterministicAlgorithms()
    {
        NativeEnvironment.SetDefault(Workspace, FixedSize);
        (LibtorchContext.Deterministic, LibtorchContext.CudnnDeterministic, LibtorchContext.FillsMemory) = (true, true, false);
    }

    /// <summary>Turns the mode on where a device needs it: the CPU repeats without.</summary>
    /// <exception cref="BadInputException">It cannot be turned on, on this system.</exception>
    public static IDisposable? Use(string device) => Devices.Parse(device) is null ? null : Use();

    /// <summary>Turns the mode on.</summary>
    /// <exception cref="BadInputException">It cannot be turned on, on this system.</exception>
    public static IDisposable Use() => LibtorchContext.IsReached
        ? new DeterministicAlgorithms()
        : throw new BadInputException("setting 'deterministic'", "cannot be had on this system; expected Linux")
        {
            Setting = nameof(LibtorchContext.Deterministic),
        };

    /// <summary>Does a run's work, in the mode if it is wanted.</summary>
    /// <param name="isWanted">Whether the run is to repeat.</param>
    /// <param name="device">What it computes on.</param>
    /// <param name="model">The model, for the message.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="BadInputException">The mode cannot be turned on, or an operator of the model has no repeatable form.</exception>
    public static T Run<T>(bool isWanted, string device, string model, Func<T> work)
    {
        using var mode = isWanted ? Use(device) : null;
        try
        {
            return work();
        }
        catch (ExternalException refusal) when (isWanted && Refuses(refusal))
        {
            throw new BadInputException("setting 'deterministic'", $"does not fit {model}: {refusal.Message.Split('\n')[0]}")
            {
                Setting = nameof(LibtorchContext.Deterministic),
            };
        }
    }

    /// <summary>Returns whether libtorch refuses an operator because it has no repeatable form.</summary>
    public static bool Refuses(ExternalException failure) => failure.Message.Contains("deterministic", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Dispose() => (LibtorchContext.Deterministic, LibtorchContext.CudnnDeterministic) = _before;
}
