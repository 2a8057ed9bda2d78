namespace FineFlow.Torch.Runtime;

/// <summary>What Linux says of the first processor in /proc/cpuinfo; empty elsewhere.</summary>
internal sealed class ProcessorFile(string text)
{
    private readonly string[]? _flags = SystemFile.Field(text, "flags")?.Split(' ');

    public string? Name { get; } = SystemFile.Field(text, "model name");

    public static ProcessorFile Read() => new(SystemFile.ReadText("/proc/cpuinfo"));

    /// <summary>Whether the processor has a feature, by Linux' name of it; null where the flags are not known.</summary>
    public bool? Has(string flag) => _flags?.Contains(flag);
}
