using System.Runtime.InteropServices;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>Saves and loads networks' weights as safetensors, under their official names.</summary>
internal static class WeightsFile
{
    /// <summary>Writes parameters and buffers. Equal weights give equal bytes.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        var writer = new SafetensorsWriter();
        Add(writer, "", weights);
        writer.Write(path);
    }

    /// <summary>
    /// Loads parameters and buffers. The file must hold exactly the network's names and shapes; it may lack
    /// <see cref="FlowNetwork.LaterTensors"/>, which then stay as they are.
    /// </summary>
    /// <exception cref="BadInputException">A tensor is missing, unknown, or of another shape; the network is then unchanged.</exception>
    public static void Load(string path, FlowNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var file = SafetensorsFile.Open(path);
        var held = file.Entries.Select(entry => entry.Name).ToHashSet();
        var tensors = network.state_dict();
        foreach (var later in network.LaterTensors.Where(name => !held.Contains(name)))
        {
            tensors.Remove(later);
        }

        Read(path, file, "", tensors);
        network.ForgetPrepared();
    }

    /// <summary>Adds tensors to a file that is being written, with a prefix before their names.</summary>
    internal static void Add(SafetensorsWriter writer, string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        foreach (var (name, tensor) in tensors)
        {
            writer.Add(prefix + name, TypeOf(tensor.dtype), tensor.shape, stream =>
            {
                using var scope = NewDisposeScope();
                stream.Write(tensor.detach().cpu().contiguous().bytes);
            });
        }
    }

    /// <summary>Checks all entries with a prefix, then copies them into the tensors.</summary>
    internal static void Read(string path, SafetensorsFile file, string prefix, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var names = file.Entries
            .Select(e => e.Name)
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Select(n => n[prefix.Length..])
            .ToHashSet();
        Refuse(path, "lacks", tensors.Keys.Where(name => !names.Contains(name)));
        Refuse(path, "has unknown", names.Where(name => !tensors.ContainsKey(name)));
        foreach (var (name, tensor) in tensors)
        {
            var shape = file[prefix + name].Shape;
            if (!shape.AsSpan().SequenceEqual(tensor.shape))
            {
                throw new BadInputException(
                    path, $"tensor '{name}' is [{string.Join(", ", shape)}]; the network expects [{string.Join(", ", tensor.shape)}]");
            }
        }

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var loaded = tensors.Select(pair => (Name: pair.Key, Target: pair.Value, Source: Tensor(file, file[prefix + pair.Key]))).ToList();
        foreach (var aliases in loaded.GroupBy(t => t.Target, ReferenceEqualityComparer.Instance))
        {
            RefuseContradiction(path, [.. aliases.Select(t => (t.Name, t.Source))]);
        }

        loaded.ForEach(t => t.Target.copy_(t.Source));
    }

    /// <summary>Reads one entry: integers as Int64, all other types as Float32.</summary>
    internal static Tensor Tensor(SafetensorsFile file, SafetensorsEntry entry)
    {
        if (entry.Type == SafetensorsType.I64)
        {
            var whole = empty(entry.Shape, ScalarType.Int64);
            file.Read(entry, whole.bytes);
            return whole;
        }

        var tensor = empty(entry.Shape, ScalarType.Float32);
        if (entry.Type == SafetensorsType.F32)
        {
            file.Read(entry, tensor.bytes);
        }
        else
        {
            file.ReadSingle(entry.Name).CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        }

        return tensor;
    }

    /// <summary>Checks that tensors which the network shares between several names are equal in the file.</summary>
    private static void RefuseContradiction(string path, List<(string Name, Tensor Values)> aliases)
    {
        var first = aliases[0];
        foreach (var other in aliases.Where(alias => !alias.Values.Equals(first.Values)))
        {
            throw new BadInputException(path, $"tensors '{first.Name}' and '{other.Name}' differ, but are one in the network");
        }
    }

    private static SafetensorsType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Int64 => SafetensorsType.I64,
        _ => throw new NotSupportedException($"weights of type {type} are not written"),
    };

    private static void Refuse(string path, string what, IEnumerable<string> names)
    {
        var list = names.Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
        {
            var more = list.Count > 3 ? $" and {list.Count - 3} more" : "";
            throw new BadInputException(path, $"{what} tensor(s) {string.Join(", ", list.Take(3))}{more}");
        }
    }
}
