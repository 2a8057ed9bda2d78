using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Parity;

/// <summary>
/// A golden case: weights, inputs, outputs and gradients of the published code or of an independent implementation. It is a folder of
/// <c>case.json</c>, <c>tensors.safetensors</c> and, for models that are trained, <c>weights.safetensors</c>.
/// </summary>
/// <remarks>
/// A case passes if the parameter counts agree and every output and gradient is within atol + rtol |expected|, both with libtorch's
/// operators and with the kernels of training and inference. <c>docs/parity.md</c> describes the only exception, for rounding errors that a
/// division magnifies.
/// </remarks>
internal static class GoldenCase
{
    /// <summary>Creates the case's network, loads its weights and compares outputs and gradients on both paths.</summary>
    /// <exception cref="BadInputException">The folder is not a golden case, or its model or weights do not fit the catalog.</exception>
    public static ParityResult Check(string folder, string device = Devices.Cpu)
    {
        var (description, tensorsPath, weightsPath) = Describe(folder);
        var entry = ModelCatalog.Find(description.Model);
        using var tensors = SafetensorsFile.Open(tensorsPath);
        using var network = entry.Create(entry.Configure(description.Config));
        using var scope = NewDisposeScope();
        Prepare(network, tensors, weightsPath);
        network.to(Devices.Require(device));

        var (plain, shipped) = new PathCheck(description, tensors, network).Compare();
        return new ParityResult
        {
            Case = folder,
            Model = description.Model,
            ParameterCount = network.ParameterCount(),
            Cells = GoldenInputs.Read(tensors, CPU).Names.Sum(name => tensors[name].Shape.Aggregate(1L, (product, size) => product * size)),
            Plain = plain,
            Shipped = shipped,
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
            var part = TrainingPart(tensors, network.Options);
            network.Fit(part, part);
        }

        network.eval();
    }

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

    /// <summary>Returns the split that a model without gradients is fitted to.</summary>
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
            ? new FlowMaps(new((int)shape[0], (int)shape[1], rows, columns), tensors.ReadSingle(name))
            : throw new BadInputException(name, $"is [{string.Join(", ", shape)}]; expected [n, channels, {rows}, {columns}]");
    }
}
