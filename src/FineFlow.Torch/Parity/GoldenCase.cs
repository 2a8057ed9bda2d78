using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Settings;
using static TorchSharp.torch;

namespace FineFlow.Torch.Parity;

/// <summary>
/// A golden case: weights, inputs, outputs and gradients that the published code (or an independent implementation) gave. A folder
/// of <c>case.json</c>, <c>tensors.safetensors</c> and, for models that learn, <c>weights.safetensors</c>.
/// </summary>
public static class GoldenCase
{
    private const string GradientPrefix = "grad:";

    /// <summary>Builds the case's network, loads its weights and compares output and gradients.</summary>
    /// <exception cref="BadInputException">The folder is not a golden case, or its model or weights are not the catalog's.</exception>
    public static ParityResult Check(string folder)
    {
        var (description, tensorsPath, weightsPath) = Describe(folder);
        var entry = ModelCatalog.Find(description.Model);
        using var tensors = SafetensorsFile.Open(tensorsPath);
        using var network = entry.Create(entry.Configure(description.Config));
        using var scope = NewDisposeScope();
        if (File.Exists(weightsPath))
        {
            WeightsFile.Load(weightsPath, network);
        }
        else
        {
            network.Fit(TrainingPart(tensors, network.Options));
        }

        network.eval();
        var external = tensors.Contains("ext") ? WeightsFile.Tensor(tensors, tensors["ext"]) : null;
        var output = network.call(new FlowInput(WeightsFile.Tensor(tensors, tensors["coarse"]), external));
        var outputs = new Deviation(description.Rtol, description.Atol)
            .Add(output.detach().contiguous().AsSpan(), tensors.ReadSingle("expected"));
        var gradients = Gradients(tensors, network, output, new Deviation(description.Rtol, description.Atol));

        var failures = new List<string>();
        Require(failures, network.ParameterCount() == description.ParameterCount, $"expected {description.ParameterCount} parameters");
        Require(failures, outputs.OfTolerance <= 1, "the output is out of tolerance");
        Require(failures, gradients.OfTolerance <= 1, "a gradient is out of tolerance");
        return new ParityResult
        {
            Case = folder,
            Model = description.Model,
            ParameterCount = network.ParameterCount(),
            MaxAbsError = outputs.Absolute,
            MaxRelError = outputs.Relative,
            GradMaxRelError = gradients.Relative,
            WorstOfTolerance = Math.Max(outputs.OfTolerance, gradients.OfTolerance),
            Passed = failures.Count == 0,
            Failure = failures.Count == 0 ? null : string.Join("; ", failures),
        };
    }

    private static (CaseDescription Description, string Tensors, string Weights) Describe(string folder)
    {
        var path = Path.Combine(folder, "case.json");
        if (!File.Exists(path))
        {
            throw new BadInputException(folder, "is no golden case: case.json is missing");
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
