using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Parity;

/// <summary>Compares a network with a golden case on both paths (<see cref="ParityResult"/>).</summary>
/// <remarks>
/// A normalised density is divided by a block's sum, so a cell that holds almost nothing of a full block magnifies float32 rounding, in the
/// golden values as in FineFlow's. Where the tolerance is finer than that rounding, it proves nothing. Up to one cell in
/// <see cref="CellsPerExcuse"/> may therefore exceed it, by no more than <see cref="NoiseMargin"/> times the rounding that a float64 run of
/// the same network shows.
/// </remarks>
internal sealed class PathCheck(CaseDescription description, SafetensorsFile tensors, FlowNetwork network)
{
    private const string GradientPrefix = "grad:";
    private const int CellsPerExcuse = 200;
    private const double NoiseMargin = 4;

    private readonly GoldenInputs _case = GoldenInputs.Read(tensors, network.Device);

    /// <summary>Compares on both paths. The network is float64 afterwards.</summary>
    public (ParityPath Plain, ParityPath Shipped) Compare()
    {
        Deviations plain;
        using (NativeKernels.Disable())
        {
            plain = Measure(_case.Run(network));
        }

        network.Prepare();
        var shipped = Measure(Inferred(), _case.Run(network));
        using var off = NativeKernels.Disable();
        var exact = Exact();
        return (Result(plain, exact), Result(shipped, exact));
    }

    /// <summary>Computes the results without gradients, as in predictions.</summary>
    private IReadOnlyDictionary<string, Tensor> Inferred()
    {
        using var noGradients = no_grad();
        return _case.Run(network);
    }

    /// <summary>Compares results with the case's, and the gradients of the last ones.</summary>
    private Deviations Measure(params IReadOnlyDictionary<string, Tensor>[] answers)
    {
        var outputs = NewDeviation();
        foreach (var answer in answers)
        {
            Add(outputs, answer, tensors.ReadSingle);
        }

        return new(answers, outputs, Gradients(answers[^1][GoldenInputs.Output]));
    }

    /// <summary>Compares the case's gradients of mean(output * probe).</summary>
    private Deviation Gradients(Tensor output)
    {
        var deviation = NewDeviation();
        var wanted = tensors.Entries.Where(e => e.Name.StartsWith(GradientPrefix, StringComparison.Ordinal)).ToList();
        if (wanted.Count == 0)
        {
            return deviation;
        }

        network.zero_grad();
        (output * WeightsFile.Tensor(tensors, tensors["probe"])).mean().backward();
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var entry in wanted)
        {
            var name = entry.Name[GradientPrefix.Length..];
            if (!parameters.TryGetValue(name, out var parameter))
            {
                throw new BadInputException(entry.Name, $"the network has no parameter '{name}'");
            }

            var got = parameter.grad is { } gradient ? gradient.cpu().contiguous() : zeros_like(parameter, device: CPU);
            deviation.Add(got.AsSpan(), tensors.ReadSingle(entry.Name));
        }

        return deviation;
    }

    private IReadOnlyDictionary<string, Tensor> Exact()
    {
        using var noGradients = no_grad();
        network.to(ScalarType.Float64);
        return _case.To(ScalarType.Float64).Run(network);
    }

    private ParityPath Result(Deviations found, IReadOnlyDictionary<string, Tensor> exact)
    {
        var (outputs, gradients) = (found.Outputs, found.Gradients);
        var noise = found.Answers.Max(answers => Noise(answers, exact));
        var failures = new List<string>();
        if (network.ParameterCount() != description.ParameterCount)
        {
            failures.Add(Invariant($"expected {description.ParameterCount} parameters"));
        }

        if (outputs.Beyond > 0 && !(outputs.Beyond * CellsPerExcuse <= outputs.Count && outputs.OfTolerance <= 1 + NoiseMargin * noise))
        {
            failures.Add("the output is out of tolerance");
        }

        if (gradients.Beyond > 0)
        {
            failures.Add("a gradient is out of tolerance");
        }

        return new()
        {
            MaxAbsError = outputs.Absolute,
            MaxRelError = outputs.Relative,
            GradMaxRelError = gradients.Relative,
            CellsBeyondTolerance = outputs.Beyond,
            WorstOfTolerance = outputs.OfTolerance,
            Float32Noise = noise,
            Failure = failures.Count == 0 ? null : string.Join("; ", failures),
        };
    }

    /// <summary>Returns the deviation of float32 results from float64 ones, over the tolerance.</summary>
    private double Noise(IReadOnlyDictionary<string, Tensor> answers, IReadOnlyDictionary<string, Tensor> exact)
    {
        var deviation = NewDeviation();
        Add(deviation, answers, name => [.. exact[name].to(ScalarType.Float32).contiguous().AsSpan()]);
        return deviation.OfTolerance;
    }

    private Deviation NewDeviation() => new(description.Rtol, description.Atol);

    private static void Add(Deviation deviation, IReadOnlyDictionary<string, Tensor> answers, Func<string, float[]> wanted)
    {
        foreach (var (name, answer) in answers)
        {
            deviation.Add(answer.detach().contiguous().AsSpan(), wanted(name));
        }
    }

    private sealed record Deviations(IReadOnlyDictionary<string, Tensor>[] Answers, Deviation Outputs, Deviation Gradients);
}
