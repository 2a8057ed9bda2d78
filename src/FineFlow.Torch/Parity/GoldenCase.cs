using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Kernels;
using FineFlow.Torch.Models;
using FineFlow.Torch.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Parity;

/// <summary>
/// A golden case: weights, inputs, outputs and gradients that the published code (or an independent implementation) gave. A folder
/// of <c>case.json</c>, <c>tensors.safetensors</c> and, for models that learn, <c>weights.safetensors</c>.
/// </summary>
/// <remarks>
/// A case passes when the parameter count is the case's and every value of its outputs and gradients is within atol + rtol |want|. One
/// exception: a normalised density divides by a block's sum, so a cell that holds almost nothing of a full block magnifies float32
/// rounding, in the golden values as in ours. Where the tolerance is finer than that rounding it decides nothing. So up to one cell in
/// <see cref="CellsPerExcuse"/> may exceed it, by no more than <see cref="NoiseMargin"/> times the rounding that a float64 run of the
/// same network reveals.
/// </remarks>
public static class GoldenCase
{
    private const string GradientPrefix = "grad:";
    private const int CellsPerExcuse = 200;
    private const double NoiseMargin = 4;

    /// <summary>Builds the case's network, loads its weights and compares output and gradients.</summary>
    /// <exception cref="BadInputException">The folder is not a golden case, or its model or weights are not the catalog's.</exception>
    public static ParityResult Check(string folder)
    {
        using var plain = FastPath.Off(); // digit by digit: the networks' definitions are checked here, the kernels against libtorch elsewhere
        return CheckAsComputed(folder);
    }

    /// <summary>The same with whatever computes elsewhere.</summary>
    internal static ParityResult CheckAsComputed(string folder)
    {
        var (description, tensorsPath, weightsPath) = Describe(folder);
        var entry = ModelCatalog.Find(description.Model);
        using var tensors = SafetensorsFile.Open(tensorsPath);
        using var network = entry.Create(entry.Configure(description.Config));
        using var scope = NewDisposeScope();
        Prepare(network, tensors, weightsPath);

        var question = GoldenQuestion.Read(tensors);
        var answers = question.Ask(network);
        var outputs = Compare(description, answers, name => tensors.ReadSingle(name));
        var gradients = Gradients(tensors, network, answers[GoldenQuestion.Output], new Deviation(description.Rtol, description.Atol));
        var parameters = network.ParameterCount();
        double? noise = outputs.Beyond == 0 ? null : Float32Noise(description, network, question, answers);

        var failures = new List<string>();
        Require(failures, parameters == description.ParameterCount, $"expected {description.ParameterCount} parameters");
        Require(failures, outputs.Beyond == 0 || Excused(outputs, noise!.Value), "the output is out of tolerance");
        Require(failures, gradients.Beyond == 0, "a gradient is out of tolerance");
        return new ParityResult
        {
            Case = folder,
            Model = description.Model,
            ParameterCount = parameters,
            MaxAbsError = outputs.Absolute,
            MaxRelError = outputs.Relative,
            GradMaxRelError = gradients.Relative,
            Cells = outputs.Count,
            CellsBeyondTolerance = outputs.Beyond,
            WorstOfTolerance = outputs.OfTolerance,
            Float32Noise = noise,
            Passed = failures.Count == 0,
            Failure = failures.Count == 0 ? null : string.Join("; ", failures),
        };
    }

    private static void Prepare(FlowNetwork network, SafetensorsFile tensors, string weights)
    {
        if (File.Exists(weights))
        {
            WeightsFile.Load(weights, network);
        }
        else
        {
            network.Fit(TrainingPart(tensors, network.Options));
        }

        network.eval();
    }

    private static Deviation Compare(
        CaseDescription description, IReadOnlyDictionary<string, Tensor> answers, Func<string, float[]> wanted)
    {
        var deviation = new Deviation(description.Rtol, description.Atol);
        foreach (var (name, answer) in answers)
        {
            deviation.Add(answer.detach().contiguous().AsSpan(), wanted(name));
        }

        return deviation;
    }

    /// <summary>The deviation of the float32 answers from the float64 ones. The network is float64 afterwards.</summary>
    private static double Float32Noise(
        CaseDescription description, FlowNetwork network, GoldenQuestion question, IReadOnlyDictionary<string, Tensor> answers)
    {
        using var noGradients = no_grad();
        network.to(ScalarType.Float64);
        var exact = question.To(ScalarType.Float64).Ask(network);
        return Compare(description, answers, name => [.. exact[name].to(ScalarType.Float32).contiguous().AsSpan()]).OfTolerance;
    }

    private static bool Excused(Deviation outputs, double noise) =>
        outputs.Beyond * CellsPerExcuse <= outputs.Count && outputs.OfTolerance <= 1 + NoiseMargin * noise;

    private static (CaseDescription Description, string Tensors, string Weights) Describe(string folder)
    {
        var path = Path.Combine(folder, "case.json");
        if (!File.Exists(path))
        {
            throw new BadInputException(folder, $"is no golden case: case.json is missing{NearestName.QuestionOfPath(folder)}");
        }

        var description = JsonStyle.Read<CaseDescription>(path);
        return description.Mode == "eval"
            ? (description, Path.Combine(folder, "tensors.safetensors"), Path.Combine(folder, "weights.safetensors"))
            : throw new BadInputException(path, $"mode is '{description.Mode}'; expected eval");
    }

    /// <summary>Compares the gradients of mean(output * probe) that the case names.</summary>
    private static Deviation Gradients(SafetensorsFile tensors, FlowNetwork network, Tensor output, Deviation deviation)
    {
        var wanted = tensors.Entries.Where(e => e.Name.StartsWith(GradientPrefix, StringComparison.Ordinal)).ToList();
        if (wanted.Count == 0)
        {
            return deviation;
        }

        (output * WeightsFile.Tensor(tensors, tensors["probe"])).mean().backward();
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var entry in wanted)
        {
            var name = entry.Name[GradientPrefix.Length..];
            if (!parameters.TryGetValue(name, out var parameter))
            {
                throw new BadInputException(entry.Name, $"the network has no parameter '{name}'");
            }

            var got = parameter.grad is { } gradient ? gradient.contiguous() : zeros_like(parameter);
            deviation.Add(got.AsSpan(), tensors.ReadSingle(entry.Name));
        }

        return deviation;
    }

    /// <summary>What a model without gradients is fitted on.</summary>
    private static FlowSplit TrainingPart(SafetensorsFile tensors, NetworkOptions options) => new(
        "train",
        Maps(tensors, "train_coarse", options.Height, options.Width),
        Maps(tensors, "train_fine", options.Height * options.ScaleFactor, options.Width * options.ScaleFactor),
        tensors.Contains("train_ext") ? new ExternalFactors(tensors.ReadSingle("train_ext")) : null,
        null);

    private static FlowMaps Maps(SafetensorsFile tensors, string name, int rows, int columns)
    {
        var shape = tensors[name].Shape;
        return shape is [_, _, var r, var c] && r == rows && c == columns
            ? new FlowMaps((int)shape[0], (int)shape[1], rows, columns, tensors.ReadSingle(name))
            : throw new BadInputException(name, $"is [{string.Join(", ", shape)}]; expected [n, channels, {rows}, {columns}]");
    }

    private static void Require(List<string> failures, bool met, string failure)
    {
        if (!met)
        {
            failures.Add(failure);
        }
    }
}
