using FineFlow.Core;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Environment context embedding (PLGF eq. 2): external factors [B, 7] to the context vector e_cond [B, d]. Day, hour, weather and the
/// continuous factors are four tokens of a self-attention, then concatenated and projected. Without external factors the context is one
/// learned vector.
/// </summary>
internal sealed class ContextEmbedding : nn.Module
{
    public const int Heads = 4;
    private const int Continuous = 4;

    [ComponentName(Name = "day")]
    private readonly Embedding? _day;
    [ComponentName(Name = "hour")]
    private readonly Embedding? _hour;
    [ComponentName(Name = "weather")]
    private readonly Embedding? _weather;
    [ComponentName(Name = "continuous")]
    private readonly Sequential? _continuous;
    [ComponentName(Name = "attention")]
    private readonly MultiheadAttention? _attention;
    [ComponentName(Name = "project")]
    private readonly Linear? _project;
    [ComponentName(Name = "default")]
    private readonly Parameter? _default;

    public ContextEmbedding(int width, bool useExternals)
        : base(nameof(ContextEmbedding))
    {
        if (!useExternals)
        {
            _default = new Parameter(randn(width) * 0.02);
            RegisterComponents();
            return;
        }

        _day = nn.Embedding(8, width);
        _hour = nn.Embedding(24, width);
        _weather = nn.Embedding(18, width);
        _continuous = nn.Sequential(nn.Linear(Continuous, width), nn.GELU(), nn.Linear(width, width));
        _attention = new MultiheadAttention(width, Heads);
        _project = nn.Linear(4 * width, width);
        RegisterComponents();
    }

    public Tensor forward(Tensor? external, long batch)
    {
        if (_default is not null)
        {
            return _default.unsqueeze(0).expand(batch, -1);
        }

        ArgumentNullException.ThrowIfNull(external);
        var tokens = stack(
            [
                _day!.call(Index(external, TaxiBjColumns.Day)),
                _hour!.call(Index(external, TaxiBjColumns.Hour)),
                _weather!.call(Index(external, TaxiBjColumns.Weather)),
                _continuous!.call(external[.., ..Continuous].to(_project!.weight.dtype)),
            ],
            1);
        var attended = _attention!.call(tokens, tokens);
        return _project.call(attended.flatten(1));
    }

    private static Tensor Index(Tensor external, int column) => external[.., column].to(ScalarType.Int64);
}
