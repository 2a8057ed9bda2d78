using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// The derivative f of the map of external factors in FODE's and UrbanODE's ODE blocks: a perceptron of three layers over each row of the
/// map. [B, 1, H, width] to the same shape.
/// </summary>
internal sealed class RowDerivative : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "fc1")]
    private readonly Linear _fc1;
    [ComponentName(Name = "fc2")]
    private readonly Linear _fc2;
    [ComponentName(Name = "fc3")]
    private readonly Linear _fc3;

    public RowDerivative(int width)
        : base(nameof(RowDerivative))
    {
        _fc1 = nn.Linear(width, 2 * width);
        _fc2 = nn.Linear(2 * width, 2 * width);
        _fc3 = nn.Linear(2 * width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var hidden = nn.functional.elu(_fc1.call(input), 1);
        return _fc3.call(nn.functional.elu(_fc2.call(hidden), 1));
    }
}
